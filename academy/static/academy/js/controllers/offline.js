// Keeps this page, and the pages it leads to that are needed where there is no signal, on this phone for two days.

import { Controller } from "@hotwired/stimulus";

const LONGEST = 2 * 86400000; // milliseconds
const SCOPES = ["/register/", "/today/", "/record/"];

export default class extends Controller {
  static targets = ["page"];
  static values = { worker: String, files: String };

  async connect() {
    if (!("serviceWorker" in navigator) || !("caches" in window)) return;
    try {
      for (const scope of SCOPES) await navigator.serviceWorker.register(this.workerValue, { scope });
      await this.keep();
    } catch {
      // storage is forbidden or full, or the signal went: the page works as it is, with a signal
    }
    this.element.dataset.kept = "yes";
  }

  async keep() {
    const { owner } = document.body.dataset;
    if (!owner) return;
    const cache = await caches.open(`kept-${owner}`);
    await forgetOld(cache);
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const files = [...loaded, ...this.filesValue.split(" ").filter(Boolean)].map((one) => new URL(one, location.href));
    const ours = files.filter((one) => one.origin === location.origin && one.pathname.startsWith("/static/"));
    const pages = [location.pathname + location.search, ...this.pageTargets.map((one) => one.querySelector("a").getAttribute("href"))];
    await Promise.all([
      ...new Set(ours.map((one) => one.href.split("#")[0])),
    ].map((address) => put(cache, address, "default")));
    await Promise.all([...new Set(pages)].map((address) => put(cache, address, "no-store")));
  }
}

async function put(cache, address, how) {
  const answer = await fetch(address, { cache: how });
  if (answer.ok && !answer.redirected) await cache.put(address, answer);
}

/** What people need for the day is on these pages: it does not stay on a phone for longer than it is needed. */
async function forgetOld(cache) {
  for (const request of await cache.keys()) {
    if (request.url.includes("/static/")) continue;
    const answer = await cache.match(request);
    if (Date.now() - Date.parse(answer.headers.get("Date") ?? 0) > LONGEST) await cache.delete(request);
  }
}
