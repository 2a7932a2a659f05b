"use strict";

// The page is blank before the other one comes, which takes its place in the browser's history.
document.querySelector("[data-leave]").addEventListener("click", (event) => {
  event.preventDefault();
  const { hostname, href } = event.target;
  document.title = hostname;
  document.body.replaceChildren();
  location.replace(href);
});
