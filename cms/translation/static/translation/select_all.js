/* “Select all” above the languages that a translation is started in. */
(() => {
  "use strict";
  const all = document.querySelector('[name="select_all"]');
  all?.addEventListener("change", () => {
    for (const locale of document.querySelectorAll('[name="locales"]')) locale.checked = all.checked;
  });
})();
