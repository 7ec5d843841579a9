// One file in the list of what is to be sent.

const THUMB = 96; // points

export class Row {
  constructor(template, item, { go, remove }) {
    this.element = template.content.firstElementChild.cloneNode(true);
    this.name = item.name;
    this.part("go").addEventListener("click", go);
    this.part("remove").addEventListener("click", remove);
    this.rename(item);
    this.size(item.blob.size, 0);
    this.show(item.state);
  }

  part(name) {
    return this.element.querySelector(`[data-part=${name}]`);
  }

  rename({ name }) {
    this.part("name").textContent = name;
    this.element.querySelectorAll("[data-part=about]").forEach((one) => (one.textContent = ` ${name}`));
  }

  /** before: what it had before it was made smaller, in bytes; 0: it was not. */
  size(bytes, before) {
    if (!bytes) return; // sent earlier, and not kept here any more
    this.part("size").textContent = before ? `${megabytes(bytes)}, was ${megabytes(before)}` : megabytes(bytes);
  }

  progress(sent, all) {
    const bar = this.part("bar");
    bar.max = all;
    bar.value = sent;
    if (this.element.dataset.state === "sending") this.say(`${megabytes(sent)} of ${megabytes(all)} sent`);
  }

  say(words) {
    this.part("words").textContent = words;
  }

  show(state) {
    this.element.dataset.state = state;
    this.part("bar").hidden = !["sending", "paused"].includes(state);
    const go = this.part("go");
    go.hidden = ["ready", "sent"].includes(state);
    go.firstChild.textContent = { sending: "Pause", paused: "Go on", refused: "Try again", spare: "Use it here" }[state] ?? "Send";
    if (!["ready", "later"].includes(state)) this.part("cover").hidden = true;
  }

  offerCover(act) {
    this.part("cover").hidden = false;
    this.part("cover").addEventListener("click", act);
  }

  /** A small look at a photo. */
  draw(bitmap) {
    if (!bitmap) return;
    const canvas = this.part("look");
    const scale = THUMB / Math.min(bitmap.width, bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    canvas.hidden = false;
    canvas.getContext("2d").drawImage(bitmap, (THUMB - width) / 2, (THUMB - height) / 2, width, height);
  }
}

/** Bytes as people say them. */
export function megabytes(bytes) {
  if (bytes < 1000000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1000000).toFixed(bytes < 10000000 ? 1 : 0)} MB`;
}
