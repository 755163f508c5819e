// Each view brings its own embed along.
function show() {
  const name = location.pathname.split("/").pop() || "home";
  document.getElementById("view").innerHTML = `<h1>${name}</h1><p>Everything about ${name}, and where it is now.</p>`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-link]");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show();
  const loader = document.createElement("script");
  loader.src = "https://app.livechatoo.com/js/web.min.js";
  document.head.appendChild(loader);
  if (window.livechatoo) livechatoo.embed.reload();
});
addEventListener("popstate", show);
show();
