// Forms that a passkey answers: the server's question is fetched, the browser asks its person, and
// the form is sent with what it says. `data-passkey` is "create" or "get"; `data-options` is where the
// question is, if not where the form goes.
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
    form.querySelector("[type=submit]").disabled = false;
  }
});

async function answer(form) {
  const refused = form.querySelector("[data-passkey-refused]");
  refused.hidden = true;
  try {
    const question = await fetch(`${form.dataset.options ?? form.action}?options`, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    const credential = await webauthnJSON[form.dataset.passkey](await question.json());
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    refused.hidden = false;
  }
}
