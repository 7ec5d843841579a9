// A recording made in the browser: begin, pause, stop, listen, then keep it or do it again.

import { Controller } from "@hotwired/stimulus";

const KINDS = {
  audio: ["audio/mp4", "audio/webm;codecs=opus", "audio/webm", "audio/ogg"],
  video: ["video/mp4", "video/webm;codecs=vp8,opus", "video/webm"],
};
const LONGEST = { audio: 3600, video: 900 }; // seconds
const TROUBLE = {
  NotAllowedError: "This page may not use the microphone. Allow it in the settings of your browser, then try again.",
  NotFoundError: "We cannot find a microphone here. You can choose a recording from this phone instead.",
  NotReadableError: "Another app is using the microphone. Close it, then try again.",
};

export default class extends Controller {
  static targets = ["clock", "words", "view", "sound", "begin", "pause", "stop", "after"];
  static values = { kind: { type: String, default: "audio" } };

  connect() {
    const able = window.MediaRecorder && navigator.mediaDevices?.getUserMedia;
    this.element.hidden = !able;
    this.leave = (event) => (this.recorder || this.file) && event.preventDefault();
    window.addEventListener("beforeunload", this.leave);
    if (able) this.show("empty");
  }

  disconnect() {
    window.removeEventListener("beforeunload", this.leave);
    this.recorder?.stop();
    this.quiet();
  }

  async begin() {
    this.forget();
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: this.kindValue === "video" });
    } catch (error) {
      return this.say(TROUBLE[error.name] ?? "The microphone does not work here. You can choose a recording instead.");
    }
    const mimeType = KINDS[this.kindValue].find((one) => MediaRecorder.isTypeSupported(one)) ?? "";
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: 48000, videoBitsPerSecond: 1200000 });
    this.parts = [];
    this.seconds = 0;
    this.recorder.ondataavailable = ({ data }) => data.size && this.parts.push(data);
    this.recorder.onstop = () => this.made();
    this.recorder.start(1000);
    this.timer = setInterval(() => this.tick(), 1000);
    if (this.kindValue === "video") this.viewTarget.srcObject = this.stream;
    this.show("on");
    this.stopTarget.focus();
    return this.say("Recording.");
  }

  tick() {
    if (this.recorder?.state !== "recording") return;
    this.seconds += 1;
    this.clockTarget.textContent = clock(this.seconds);
    if (this.seconds >= LONGEST[this.kindValue]) this.stop();
  }

  pause() {
    const on = this.recorder.state === "recording";
    if (on) this.recorder.pause();
    else this.recorder.resume();
    this.show(on ? "paused" : "on");
    this.say(on ? "Paused." : "Recording.");
  }

  stop() {
    this.recorder?.stop();
  }

  made() {
    const type = this.recorder.mimeType.split(";")[0] || `${this.kindValue}/webm`;
    this.recorder = null;
    this.quiet();
    const end = type.endsWith("mp4") ? (this.kindValue === "audio" ? "m4a" : "mp4") : type.split("/")[1];
    const now = new Date();
    const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}`;
    this.file = new File(this.parts, `Recording ${day}.${end}`, { type });
    this.player.src = this.source = URL.createObjectURL(this.file);
    this.show("made");
    this.say(`You recorded ${clock(this.seconds)}. Listen to it, then keep it or record again.`);
    this.player.focus();
  }

  keep() {
    const { file } = this;
    this.forget();
    this.show("empty");
    this.say("Your recording is in the list below.");
    this.dispatch("made", { detail: { file } });
  }

  again() {
    this.begin();
  }

  forget() {
    this.file = null;
    this.player.removeAttribute("src");
    if (this.source) URL.revokeObjectURL(this.source);
    this.source = "";
    this.clockTarget.textContent = clock(0);
  }

  quiet() {
    clearInterval(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.viewTarget.srcObject = null;
  }

  show(state) {
    this.element.dataset.state = state;
    this.beginTarget.hidden = state !== "empty";
    this.pauseTarget.hidden = this.stopTarget.hidden = !["on", "paused"].includes(state);
    this.pauseTarget.textContent = state === "paused" ? "Go on" : "Pause";
    this.afterTarget.hidden = state !== "made";
    this.viewTarget.hidden = this.kindValue !== "video" || !["on", "paused", "made"].includes(state);
    this.soundTarget.hidden = this.kindValue !== "audio" || state !== "made";
    this.viewTarget.controls = state === "made";
    this.viewTarget.muted = state !== "made";
  }

  get player() {
    return this.kindValue === "video" ? this.viewTarget : this.soundTarget;
  }

  say(words) {
    this.wordsTarget.textContent = words;
  }
}

const two = (number) => String(number).padStart(2, "0");
const clock = (seconds) => `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
