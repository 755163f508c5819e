// Tells the chat of every view.
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
  if (window.livechatoo) livechatoo.embed.reload();
});
addEventListener("popstate", show);
show();
