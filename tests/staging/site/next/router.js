// A router as single-page applications have one: addresses change, the document stays.
const views = {"/app/": "Home", "/app/orders": "Orders"};

function show() {
  document.title = `App of ${views[location.pathname] || "Unknown"}`;
  document.body.innerHTML = `<a href="/app/orders" data-link>Orders</a><h1>${views[location.pathname] || "Unknown"}</h1>`;
}

function moved() {
  show();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-link]");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  moved();
});
addEventListener("popstate", moved);
show();
