/* Pressing a button of the editor while it saves by itself: the form goes once that is done, with
   the version that came of it. Else its own text would stand against it. */
(() => {
  "use strict";
  const PATIENCE = 15000;
  let saving = false;
  let waiting = null;

  const goOn = () => {
    saving = false;
    if (!waiting) return;
    const { form, button, timer } = waiting;
    waiting = null;
    clearTimeout(timer);
    form.requestSubmit(button);
  };

  document.addEventListener("w-autosave:save", (event) => {
    saving = !event.defaultPrevented;
  });
  document.addEventListener("w-autosave:success", (event) => {
    const { data } = event.detail;
    const fields = event.target.elements;
    if (data.revision_id && fields.loaded_revision_id) {
      fields.loaded_revision_id.value = data.revision_id;
      fields.loaded_revision_created_at.value = data.revision_created_at;
    }
    goOn();
  });
  document.addEventListener("w-autosave:error", goOn);
  document.addEventListener(
    "submit",
    (event) => {
      if (!saving || waiting || !event.target.matches("form[data-edit-form]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const timer = setTimeout(goOn, PATIENCE);
      waiting = { form: event.target, button: event.submitter, timer };
    },
    { capture: true },
  );
})();
