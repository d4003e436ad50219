// Saves a section while somebody types, over the same form that works without this script.
import * as drafts from "./drafts.js";

const PAUSE = 2000; // after the last key
const LONGEST = 15000; // even if somebody types without a pause
const RETRY = 10000;
const PATIENCE = 20000; // for one reply
const LEFT_OUT = /^(csrfmiddlewaretoken|page)$|-(seen|decide|held|still_true)$/;

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-save-status]");
    this.words = this.status.dataset;
    this.key = drafts.keyOf(form.dataset.person, location.pathname);
    this.saved = this.fields();
    this.flying = null;
    this.timer = null;
    this.waitingSince = null;
    this.stopped = false;
    this.leaving = false;
  }

  start() {
    this.offerDraft();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.isDirty() && this.schedule(0));
    window.addEventListener("offline", () => this.isDirty() && this.say("offline"));
    window.addEventListener("beforeunload", (event) => this.isDirty() && !this.draftIsSafe && !this.leaving && event.preventDefault());
  }

  // The form as name -> values, without marks and one-off choices.
  fields() {
    const fields = {};
    for (const [name, value] of new FormData(this.form)) {
      if (!LEFT_OUT.test(name)) (fields[name] ??= []).push(value);
    }
    return fields;
  }

  differing(fields, others) {
    const names = new Set([...Object.keys(fields), ...Object.keys(others)]);
    return [...names].filter((name) => JSON.stringify(fields[name] ?? []) !== JSON.stringify(others[name] ?? []));
  }

  isDirty() {
    return this.differing(this.fields(), this.saved).length > 0;
  }

  changed() {
    this.keepDraft();
    if (this.isDirty()) {
      this.waitingSince ??= Date.now();
      this.schedule(Math.min(PAUSE, Math.max(0, this.waitingSince + LONGEST - Date.now())));
    }
  }

  schedule(delay) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.send(), delay);
  }

  // Each changed question goes in whole, with the mark of the answer that it started from: so what is put back later
  // meets what a colleague has saved meanwhile, instead of replacing it.
  keepDraft() {
    const fields = this.fields();
    const changed = new Set(this.differing(fields, this.saved).map(questionOf));
    if (changed.size === 0) {
      drafts.remove(this.key);
      this.draftIsSafe = true;
      return;
    }
    const kept = {};
    for (const element of this.form.elements) {
      const isKept = element.name && (!LEFT_OUT.test(element.name) || element.name.endsWith("-seen"));
      if (isKept && changed.has(questionOf(element.name))) {
        kept[element.name] = fields[element.name] ?? (element.name.endsWith("-seen") ? [element.value] : []);
      }
    }
    this.draftIsSafe = drafts.write(this.key, kept);
  }

  offerDraft() {
    const draft = drafts.read(this.key);
    const offer = document.querySelector("[data-draft-offer]");
    if (!draft || !offer) return;
    const inForm = this.fields();
    const isNew = Object.entries(draft.fields).some(
      ([name, values]) => !LEFT_OUT.test(name) && JSON.stringify(values) !== JSON.stringify(inForm[name] ?? []),
    );
    if (!isNew) return drafts.remove(this.key);
    offer.hidden = false;
    const answer = (selector, action) => offer.querySelector(selector).addEventListener("click", () => {
      action();
      offer.hidden = true;
      this.form.querySelector("input:not([type=hidden]), textarea").focus();
    });
    answer("[data-put-back]", () => this.putBack(draft.fields));
    answer("[data-drop]", () => drafts.remove(this.key));
  }

  putBack(fields) {
    for (const element of this.form.elements) {
      const values = fields[element.name];
      if (!values) continue;
      if (element.type === "radio" || element.type === "checkbox") element.checked = values.includes(element.value);
      else element.value = values[0] ?? "";
    }
    for (const details of this.form.querySelectorAll("details:not([open])")) {
      details.open = [...details.querySelectorAll("select, textarea")].some((element) => fields[element.name]?.[0]);
    }
    this.changed();
  }

  async send() {
    clearTimeout(this.timer);
    await this.flying;
    if (this.stopped || !this.isDirty()) return !this.stopped;
    this.flying = this.post();
    const ok = await this.flying;
    this.flying = null;
    return ok;
  }

  // True where everything that was sent is safe on the server.
  async post() {
    const fields = this.fields();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (!/-(decide|still_true)$/.test(name)) body.append(name, value);
    }
    this.waitingSince = null;
    this.say("saving");
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
        signal: AbortSignal.timeout(PATIENCE),
      });
      return this.answered(response.status, await response.json(), fields);
    } catch {
      this.say("offline");
      this.schedule(RETRY);
      return false;
    }
  }

  answered(status, reply, fields) {
    if (status === 200) return this.isSaved(reply, fields);
    if (status === 401) this.say("signedOut", { href: `${reply.sign_in}?next=${encodeURIComponent(location.pathname)}` });
    else if (status === 409) this.stop(reply.refused);
    else if (status === 422) this.say("mistakes", { after: reply.mistakes.join(" ") });
    else this.say("oldPage", { href: location.href });
    return false;
  }

  isSaved(reply, fields) {
    for (const [code, mark] of Object.entries(reply.seen)) {
      this.form.elements[`${code}-seen`].value = mark;
    }
    this.form.elements.barriers_seen.value = reply.barriers_seen;
    this.saved = fields;
    this.keepDraft();
    if (reply.conflicts.length) this.say("conflicts", { before: reply.conflicts.join(" "), href: location.href });
    else if (reply.mistakes.length) this.say("mistakes", { before: reply.saved, after: reply.mistakes.join(" ") });
    else this.status.textContent = reply.saved;
    this.status.classList.toggle("attention", reply.conflicts.length + reply.mistakes.length > 0);
    if (this.isDirty()) this.schedule(PAUSE);
    return reply.mistakes.length === 0;
  }

  stop(why) {
    this.stopped = true;
    this.status.textContent = `${why} ${this.words.kept}`;
    this.status.classList.add("attention");
  }

  say(name, { before = "", after = "", href = "" } = {}) {
    this.status.textContent = [before, this.words[name], after].filter(Boolean).join(" ");
    this.status.classList.toggle("attention", name !== "saving");
    if (href) {
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = href;
      link.textContent = this.words[`${name}Link`];
      this.status.append(" ", link);
    }
  }

  // Saves in the background first. Without a connection the page stays, and with it what was typed.
  async submit(event) {
    if (this.leaving || this.stopped) return;
    event.preventDefault();
    const ok = await this.send();
    const isLost = this.status.textContent === this.words.offline;
    if (ok || !isLost) {
      this.leaving = true;
      // A browser ignores a form that is submitted while its submission is still being announced.
      setTimeout(() => this.form.requestSubmit(event.submitter));
    }
  }
}

function questionOf(name) {
  return name === "barriers_seen" ? "barriers" : name.replace(/-[a-z_]+$/, "");
}

function cookie(name) {
  return document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1] ?? "";
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form).start();
