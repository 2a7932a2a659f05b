/* A stream may hold a block that cannot be read; the menu of blocks does not offer it. */
"use strict";

(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class WholeStream extends StreamBlockDefinition {
    constructor(...args) {
      super(...args);
      this.groupedChildBlockDefs = this.groupedChildBlockDefs.filter(
        ([, definitions]) => !definitions.some(({ name }) => name === "unreadable"),
      );
    }
  }

  window.telepath.register("cms.pages.WholeStream", WholeStream);
})();
