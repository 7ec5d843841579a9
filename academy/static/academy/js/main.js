// Islands of behaviour on pages that work without them. Nothing is fetched for a page that has no island.

const islands = [...document.querySelectorAll("[data-controller]")];

if (islands.length) {
  const names = new Set(islands.flatMap((island) => island.dataset.controller.trim().split(/\s+/)));
  const [{ Application }, ...modules] = await Promise.all([
    import("@hotwired/stimulus"),
    ...[...names].map((name) => import(`controllers/${name}`)),
  ]);
  const application = Application.start();
  [...names].forEach((name, place) => application.register(name, modules[place].default));
}
