// A consent manager: what needs consent is added when it is given, and on later visits at once.
function begin() {
  document.getElementById("manager").remove();
  window.livechatooCmd = function () { livechatoo.embed.init({account: "demo", lang: "en"}); };
  const loader = document.createElement("script");
  loader.async = true;
  loader.src = "https://app.livechatoo.com/js/web.min.js";
  document.head.appendChild(loader);
}

if (localStorage.getItem("consent") !== "refused") begin();
else document.getElementById("accept").addEventListener("click", () => {
  localStorage.setItem("consent", "given");
  begin();
});
