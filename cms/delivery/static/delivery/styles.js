/* The text editor writes styles into the page as one types, which the admin's content policy
   forbids. Those that a program makes get the page's nonce; what is written in the page's text
   does not, so that no markup, however it came there, brings its own. */
(() => {
  "use strict";
  const nonce = document.currentScript.nonce;
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function (name, ...options) {
    const element = create.call(this, name, ...options);
    if (element.localName === "style") element.nonce = nonce;
    return element;
  };
})();
