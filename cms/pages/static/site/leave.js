"use strict";

// The page is blank before the other one comes, which takes its place in the browser's history.
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.title = link.hostname;
    document.body.replaceChildren();
    location.replace(link.href);
  });
}
