/* Starts what Wagtail's own templates start by scripts within the page, which the admin's content
   policy forbids. A template says which of Wagtail's programs, and with what. Like a script it
   starts once, when it comes into the page, whether with it or later in a dialog or a panel. */
(() => {
  "use strict";
  const FUNCTIONS = ["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser"];
  const CLASSES = [
    "Chooser",
    "DocumentChooser",
    "ImageChooser",
    "InlinePanel",
    "MultipleChooserPanel",
    "PageChooser",
    "SnippetChooser",
  ];

  class Start extends window.StimulusModule.Controller {
    static values = { program: String, arguments: Array };

    connect() {
      const name = this.programValue;
      const given = this.argumentsValue;
      this.element.remove();
      if (FUNCTIONS.includes(name)) window[name](...given);
      else if (CLASSES.includes(name)) new window[name](...given);
      else throw new Error(`The admin starts no program “${name}”.`);
    }
  }

  window.wagtail.app.register("start", Start);

  // What cuts pictures asks whether one can touch the screen by writing a script; it is told.
  const cutting = window.jQuery?.Jcrop;
  if (cutting) cutting.defaults.touchSupport = "ontouchstart" in document.documentElement;
})();
