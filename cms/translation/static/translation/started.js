/* Shows how far the work has come. Without it the page's own link shows the same. */
(() => {
  const bar = document.querySelector("[data-started]:not([data-finished])");
  if (!bar) return;
  const said = document.getElementById(bar.getAttribute("aria-labelledby"));
  const PAUSE = 2000;

  const look = async () => {
    try {
      const answer = await (await fetch(bar.dataset.started)).json();
      bar.max = answer.total || 1;
      bar.value = answer.done;
      if (said.textContent !== answer.said) said.textContent = answer.said;
      if (answer.finished) return location.reload();
    } catch {
      return;
    }
    setTimeout(look, PAUSE);
  };

  setTimeout(look, PAUSE);
})();
