// All text of a document that a visitor can see, as the browser renders it.
() => document.body ? document.body.innerText : ""
