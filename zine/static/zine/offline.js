"use strict";

// Asks the browser to keep an opened issue, where it can.
{
  const { shelf, keep } = document.currentScript.dataset;
  const workers = navigator.serviceWorker;
  const ask = async () => (await workers.ready).active.postMessage(keep.split(" "));

  if (workers && !navigator.connection?.saveData) {
    workers.addEventListener("controllerchange", ask);
    addEventListener("load", () => workers.register(`${shelf}worker.js`).then(ask, () => null));
  }
}
