"use strict";

// An issue is kept for reading without a connection when a reader asks for it, and not before.
{
  const { shelf, issue, keep } = document.currentScript.dataset;
  const workers = navigator.serviceWorker;
  const KEPT = `kept ${shelf}`;
  const WISHES = `wishes ${shelf}`;
  const panel = document.querySelector("[data-keep-panel]");
  const pathOf = (address) => new URL(address, new URL(shelf, location)).pathname;

  // Not while a worker is at it: what it removes would be made again, empty.
  const alone = (task) => (navigator.locks ? navigator.locks.request(KEPT, task) : task());
  const wish = () =>
    alone(async () =>
      (await caches.open(WISHES)).put(issue, new Response(JSON.stringify(keep.split(" ").map(pathOf)))),
    );
  const takeBack = () => alone(async () => (await caches.open(WISHES)).delete(issue));
  const wished = () => alone(read);

  async function read() {
    if (!(await caches.has(WISHES))) return [];
    return (await (await caches.open(WISHES)).keys()).map(({ url }) => pathOf(url));
  }

  // Where nothing is asked for nothing is kept, also where the browser ended a worker too early.
  async function clear() {
    if ((await read()).length) return;
    await caches.delete(KEPT);
    await caches.delete(WISHES);
    await (await workers.getRegistration(shelf))?.unregister();
  }

  // Has the worker bring what is kept in line with what was asked for; returns how it went.
  async function ask() {
    await workers.register(`${shelf}worker.js`);
    const { active } = await workers.ready;
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      active.postMessage(null, [port2]);
    });
  }

  function show(state) {
    if (!panel) return;
    panel.hidden = false;
    panel.dataset.state = state;
    for (const part of panel.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(state);
    }
    panel.querySelector("button").setAttribute("aria-disabled", state === "working");
  }

  async function keepIt() {
    show("working");
    let answer = "failed";
    try {
      await wish();
      answer = await ask();
    } catch (error) {
      if (error.name === "QuotaExceededError") answer = "full";
    }
    if (answer === "done") return show((await wished()).includes(issue) ? "kept" : "failed");
    await remove().catch(() => null);
    show(answer);
  }

  // Without a wish the worker drops the issue, and with the last one itself.
  async function remove() {
    await takeBack();
    if (await workers.getRegistration(shelf)) await ask();
    else await alone(clear);
  }

  async function removeIt() {
    await remove();
    show("removed");
  }

  async function begin() {
    // What was kept before readers were asked.
    await caches.delete(`zine ${shelf}`);
    // Shown at once, whatever a worker is fetching; what this may have made anew, `clear` removes.
    const all = await read();
    for (const mark of document.querySelectorAll("[data-kept]")) {
      mark.hidden = !all.includes(mark.dataset.kept);
    }
    show(all.includes(issue) ? "kept" : "none");
    if (!all.length) return alone(clear);
    // Its parts may be others by now.
    if (all.includes(issue)) await wish();
    const bringUpToDate = async () => {
      if ((await wished()).length) await ask();
    };
    workers.addEventListener("controllerchange", bringUpToDate);
    await bringUpToDate();
  }

  if (workers && window.caches) {
    panel?.querySelector("button").addEventListener("click", () => {
      if (panel.dataset.state === "working") return;
      if (panel.dataset.state === "kept") removeIt();
      else keepIt();
    });
    begin().catch(() => null);
  }
}
