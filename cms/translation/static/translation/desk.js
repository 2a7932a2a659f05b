/* Saves segments as they are typed, and takes over what is offered. Without it the form's own
   buttons do both. */
(() => {
  const form = document.querySelector("[data-desk]");
  if (!form) return;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const PAUSE = 800;

  const say = (field, text, fault) => {
    const place = document.getElementById(field.getAttribute("aria-describedby"));
    place.textContent = text;
    place.classList.toggle("desk__said--fault", fault);
  };

  // What stood in a field when its text was read: nobody writes over another's text unread.
  const was = (field) => form.elements[field.name.replace("segment-", "was-")];

  const choose = (field, theirs) => {
    const place = document.getElementById(field.getAttribute("aria-describedby"));
    field.undecided = true;
    const offer = (label, decide) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = label;
      button.addEventListener("click", () => {
        field.undecided = false;
        was(field).value = theirs;
        decide();
        field.focus();
      });
      place.append(" ", button);
    };
    offer(form.dataset.mine, () => {
      field.kept = null;
      schedule(field);
    });
    offer(form.dataset.theirs, () => {
      field.value = field.kept = theirs;
      say(field, "", false);
    });
  };

  const save = async (field) => {
    const text = field.value;
    if (text === field.kept || field.undecided) return;
    say(field, form.dataset.saving, false);
    try {
      const response = await fetch(field.dataset.address, {
        method: "PUT",
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-CSRFToken": token,
          "X-Requested-With": "XMLHttpRequest",
        },
        body: new URLSearchParams({ value: text, was: was(field).value }),
      });
      const answer = await response.json();
      if (response.ok) {
        field.kept = text;
        was(field).value = answer.text;
      }
      say(field, answer.error || answer.remark || form.dataset.saved, Boolean(answer.error));
      if ("theirs" in answer) choose(field, answer.theirs);
    } catch {
      say(field, form.dataset.failed, true);
    }
    if (field.value !== text) schedule(field);
  };

  // One request at a time for each field, so that an older text never arrives after a newer one.
  const schedule = (field) => {
    clearTimeout(field.timer);
    field.timer = setTimeout(() => {
      field.saving = (field.saving || Promise.resolve()).then(() => save(field));
    }, PAUSE);
  };

  for (const field of form.querySelectorAll("textarea[data-address]:not([readonly])")) {
    field.kept = field.value;
    field.addEventListener("input", () => schedule(field));
  }
  const take = (button) => {
    const field = document.getElementById(button.dataset.take);
    field.value = button.parentElement.querySelector("[data-offer]").textContent;
    field.focus();
    schedule(field);
  };
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    event.preventDefault();
    take(button);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const button = event.target.closest(".desk__segment")?.querySelector("[data-take]");
    if (!button) return;
    event.preventDefault();
    take(button);
  });
  const hint = form.querySelector("[data-hint]");
  if (hint) hint.hidden = false;
})();
