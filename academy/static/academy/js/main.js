// Islands of behaviour on pages that work without them. Nothing is fetched for a page that has no island.

const islands = [...document.querySelectorAll("[data-controller]")];

forgetOthers(document.body.dataset.owner ?? "");

if (islands.length) {
  const names = new Set(islands.flatMap((island) => island.dataset.controller.trim().split(/\s+/)));
  const [{ Application }, ...modules] = await Promise.all([
    import("@hotwired/stimulus"),
    ...[...names].map((name) => import(`controllers/${name}`)),
  ]);
  const application = Application.start();
  [...names].forEach((name, place) => application.register(name, modules[place].default));
}

/** What a register left on this phone for when there is no signal goes with whoever it was kept for: when they have
    signed out, or somebody else has signed in. Marks that were not sent yet stay (presses.js). */
async function forgetOthers(owner) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("stands:") && !key.startsWith(`stands:${owner}:`)) localStorage.removeItem(key);
    }
    for (const name of await caches.keys()) {
      if (name.startsWith("kept-") && name !== `kept-${owner}`) await caches.delete(name);
    }
  } catch {
    // forbidden: then nothing was kept either
  }
}
