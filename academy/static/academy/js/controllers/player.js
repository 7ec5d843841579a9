// The player: our own keys around the browser's video, seconds counted as they are watched, and the place kept.

import { Controller } from "@hotwired/stimulus";
import { belongsTo, keep, send, sendAll } from "outbox";
import { Watched } from "watched";

const REPORT_EVERY = 10; // seconds of the clock, while playing
const LEEWAY = 1.5; // seconds by which the playhead may outrun the clock; further is a jump, not watching

export default class extends Controller {
  static targets = [
    ..."mode stage video audio listen start caption bar seek now length play mute captions full saved speed".split(" "),
  ];
  static values = { key: String, progress: String, owner: String, position: Number, length: Number, needed: Number };

  connect() {
    belongsTo(this.ownerValue);
    sendAll();
    if (!this.hasVideoTarget) return;
    this.watched = new Watched();
    this.media = this.videoTarget;
    this.done = false;
    this.follow(this.videoTarget);
    if (this.hasAudioTarget) this.follow(this.audioTarget);
    this.takeOver();
    this.leave = () => document.visibilityState === "hidden" && this.report({ leaving: true });
    document.addEventListener("visibilitychange", this.leave);
    this.element.addEventListener("transcript:jump", (event) => this.jump(event.detail.second));
    window.addEventListener("online", () => this.report());
    if (location.hash === "#listen") this.way("listen");
  }

  disconnect() {
    document.removeEventListener("visibilitychange", this.leave);
    clearInterval(this.timer);
  }

  // --- taking over from the browser's own controls

  takeOver() {
    this.videoTarget.controls = false;
    for (const part of [this.barTarget, this.startTarget]) part.hidden = false;
    if (this.hasListenTarget) this.listenTarget.hidden = true;
    const speed = remembered("speed");
    if (speed && this.hasSpeedTarget) {
      this.speedTarget.value = speed;
      this.speed();
    }
    const track = this.videoTarget.textTracks[0];
    if (track && this.hasCaptionsTarget) {
      track.mode = "hidden"; // its words are shown by us, where the design wants them
      track.addEventListener("cuechange", () => this.showCaption());
      this.setCaptions(remembered("captions") !== "off");
    }
    if (!document.fullscreenEnabled && this.hasFullTarget) this.fullTarget.hidden = true;
    this.show();
  }

  follow(media) {
    media.addEventListener("loadedmetadata", () => this.resume(media));
    if (media.readyState >= 1) this.resume(media);
    media.addEventListener("timeupdate", () => this.tick(media));
    media.addEventListener("seeking", () => (this.last = null));
    for (const event of ["play", "pause", "ended", "volumechange"]) media.addEventListener(event, () => this.show());
    media.addEventListener("play", () => this.begin(media));
    media.addEventListener("pause", () => this.pause(media));
    media.addEventListener("error", () => this.trouble(), true);
    media.querySelector("source")?.addEventListener("error", () => this.trouble());
  }

  resume(media) {
    const near = this.lengthValue - 2;
    if (media.currentTime === 0 && this.positionValue > 0 && this.positionValue < near) {
      media.currentTime = this.positionValue;
    }
    this.show();
  }

  // --- counting

  begin(media) {
    this.media = media;
    this.here(media.currentTime);
    clearInterval(this.timer);
    this.timer = setInterval(() => this.report(), REPORT_EVERY * 1000);
  }

  tick(media) {
    const time = media.currentTime;
    const step = time - (this.last ?? time);
    const played = ((performance.now() - this.at) / 1000) * media.playbackRate;
    if (!media.seeking && step > 0 && step <= played + LEEWAY) this.watched.add(this.last, time);
    this.here(media.seeking ? null : time);
    this.show();
    this.dispatch("time", { target: window, detail: { second: time } });
  }

  /** Where the playhead was seen last, and when; a busy page may look again only after seconds. */
  here(time) {
    this.last = time;
    this.at = performance.now();
  }

  /** Where the learner is, in seconds; before the file has come, where they stopped. */
  get place() {
    return this.media.readyState ? this.media.currentTime : this.media.currentTime || this.positionValue;
  }

  pause(media) {
    clearInterval(this.timer);
    if (media === this.media) this.tick(media);
    this.report();
  }

  async report({ leaving = false } = {}) {
    if (!this.watched.empty) keep(this.progressValue, this.watched.take(), Math.floor(this.place));
    const answer = await send(this.progressValue, { leaving });
    if (!answer) return;
    if (answer.status === 0 || answer.status === 429 || answer.status >= 500) {
      this.say(`${navigator.onLine ? "We do not answer just now" : "No signal"}. We keep your place on this device and send it later.`);
      return;
    }
    if (answer.status >= 400) {
      this.say(answer.error ?? "We could not save this. Load the page again, please.");
      return;
    }
    const at = new Date(answer.saved_at).toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true });
    this.say(`Your place is saved. Last saved at ${at.replace(" ", "")}.`);
    if (answer.done && !this.done) this.refresh();
    this.done = answer.done;
  }

  /** The lesson became done: show what the server now says, without disturbing the player. */
  async refresh() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#done", "section[aria-labelledby=in-module]"]) {
      const old = document.querySelector(part);
      const fresh = page.querySelector(part);
      if (old && fresh) old.replaceWith(fresh);
    }
  }

  trouble() {
    this.say("The video does not come. You can read its words here, and that counts as much.");
  }

  say(words) {
    if (!this.hasSavedTarget) return;
    const place = this.savedTarget.querySelector("span") ?? this.savedTarget;
    if (place.textContent !== words) place.textContent = words;
  }

  // --- the keys

  toggle() {
    // Pressed again before the video came: that is no trouble.
    if (this.media.paused) this.media.play().catch((error) => error.name !== "AbortError" && this.trouble());
    else this.media.pause();
  }

  back() {
    this.jump(Math.max(0, this.media.currentTime - 10), { play: false });
  }

  seek() {
    this.jump(Number(this.seekTarget.value), { play: false });
  }

  jump(second, { play = true } = {}) {
    this.last = null;
    this.positionValue = Math.floor(second); // where to begin, should the file not have come yet
    this.media.currentTime = second;
    if (play && this.media.paused) this.toggle();
    this.show();
  }

  mute() {
    this.media.muted = !this.media.muted;
  }

  speed() {
    for (const media of [this.videoTarget, ...this.audioTargets]) media.playbackRate = Number(this.speedTarget.value);
    remember("speed", this.speedTarget.value);
  }

  captions() {
    const on = this.captionsTarget.getAttribute("aria-pressed") !== "true";
    remember("captions", on ? "on" : "off");
    this.setCaptions(on);
  }

  setCaptions(on) {
    this.captionsTarget.setAttribute("aria-pressed", String(on));
    this.showCaption();
  }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.stageTarget.closest(".player").requestFullscreen();
  }

  choose(event) {
    const way = event.params.way;
    if (way === "read") return; // a plain link to the words on this page
    event.preventDefault();
    this.way(way);
    history.replaceState(null, "", `#${way}`);
  }

  way(name) {
    const listen = name === "listen" && this.hasAudioTarget;
    const next = listen ? this.audioTarget : this.videoTarget;
    if (next !== this.media) {
      const { place } = this;
      this.media.pause();
      this.positionValue = Math.floor(place);
      if (next.readyState >= 1) next.currentTime = place;
      this.media = next;
      this.last = null;
    }
    this.stageTarget.hidden = listen;
    if (this.hasListenTarget) this.listenTarget.hidden = !listen;
    for (const link of this.modeTargets) {
      if (link.dataset.playerWayParam === name) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.show();
  }

  // --- showing where things stand

  show() {
    const time = Math.floor(this.place);
    this.nowTarget.textContent = clock(time);
    this.seekTarget.value = time;
    this.seekTarget.setAttribute("aria-valuetext", `${words(time)} of ${words(this.lengthValue)}`);
    const playing = !this.media.paused && !this.media.ended;
    this.startTarget.hidden = playing || this.stageTarget.hidden;
    symbol(this.playTarget, playing ? "pause" : "play");
    this.playTarget.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.muteTarget.setAttribute("aria-pressed", String(this.media.muted));
    this.muteTarget.setAttribute("aria-label", this.media.muted ? "Sound, off" : "Sound, on");
    symbol(this.muteTarget, this.media.muted ? "volume-x" : "volume-2");
  }

  showCaption() {
    const cues = [...(this.videoTarget.textTracks[0]?.activeCues ?? [])];
    const on = this.hasCaptionsTarget && this.captionsTarget.getAttribute("aria-pressed") === "true";
    this.captionTarget.textContent = cues.map((cue) => cue.getCueAsHTML().textContent).join(" ");
    this.captionTarget.hidden = !on || !cues.length;
  }
}

function symbol(button, name) {
  const use = button.querySelector("use");
  if (!use) return;
  const href = use.getAttribute("href").replace(/#.*/, `#${name}`);
  if (use.getAttribute("href") !== href) use.setAttribute("href", href);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function words(seconds) {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  const parts = [minutes && `${minutes} minute${minutes === 1 ? "" : "s"}`, `${rest} second${rest === 1 ? "" : "s"}`];
  return parts.filter(Boolean).join(" ");
}

function remembered(name) {
  try {
    return localStorage.getItem(`player:${name}`);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(`player:${name}`, value);
  } catch {
    // forbidden: it holds for this page
  }
}
