// The desk itself: which page it shows, the chat, the questions before it, what it tells the site.
(function () {
  "use strict";
  const SYMBOL = Symbol.for("desk");
  const {Backend, View} = window[SYMBOL];
  const OFFLINE = {"start-online": "start-offline", online: "offline"};
  const ACTIONS = {
    onchatstart: ["started", "ticket"], onchatrating: ["rated", "ticket"], onofflinemessage: ["message", ""],
    ontrigger: ["trigger", "title"], onnamerequired: ["name", ""], onemailrequired: ["email", ""], onphonerequired: ["phone", ""],
  };
  const LABELS = {name: "Who are you?", email: "Your mail", phone: "Your phone", say: "Go ahead…", note: "What can we do later?", rating: "How was it?"};
  const fits = (pattern, url) => new RegExp(`^${pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join(".*")}$`).test(url);

  class Desk {
    #options;
    #backend;
    #view;
    #asked = null;
    #pending = null;
    #proactive = null;
    #isRating = false;
    #picked = null;
    #isMaximized = false;
    #window = null;
    #timers = [];
    #isGone = false;
    #asks;
    #bubble;

    constructor(options, {page, isMobile}) {
      this.#options = options;
      this.isMobile = isMobile;
      this.#backend = new Backend(options, {
        people: () => this.#people(), line: () => this.draw(), ended: () => this.#ended(),
        invited: () => this.#invited(), trigger: (trigger) => this.#launch(trigger), elsewhere: () => this.draw(),
      });
      this.side_ = options.side === "left" ? "left" : "right";
      this.#view = new View(document, options, false);
      this.#bubble = options.bubble === undefined ? !!this.#settings.bubble : options.bubble === true || options.bubble === "true";
      this.#asks = page;
      if (this.#backend.runs) this.#isMaximized = this.#chat.box === "max";
      this.#isFolded = this.#backend.runs ? this.#chat.box === "min" : false;
      this.draw();
      const since = this.#backend.session.visits || 0;
      this.#backend.keep({visits: since + 1});
      Promise.resolve().then(() => this.#loaded());
    }
    #isFolded;

    get #settings() { return this.#backend.world.settings || {}; }
    get #chat() { return this.#backend.chat; }
    get isOnline() { return this.#backend.isOnline; }
    /** The page that is shown, by the vendor's names. */
    get page() {
      if (this.#asks === "hidden" || this.#asks === "mini") return this.#asks;
      if (this.#backend.runs) return "chat";
      return this.isOnline || this.#asks === "chat" ? this.#asks : OFFLINE[this.#asks] || this.#asks;
    }
    set side(side) {
      this.side_ = side === "left" ? "left" : "right";
      this.draw();
    }

    leave() {
      this.#isGone = true;
      this.#timers.forEach(clearTimeout);
      this.#backend.leave();
      this.#view.leave();
    }

    #loaded() {
      if (this.#isGone) return;
      this.#tell("onload", {page: this.page, online: this.isOnline, account: this.#options.account, lang: this.#options.lang});
      if (this.#backend.runs) this.#tell("onchatopened", {ticket: this.#chat.ticket, initiator: this.#chat.initiator});
      for (const trigger of this.#backend.world.triggers) this.#watch(trigger);
    }

    #watch(trigger) {
      const isMeant = (!trigger.url || fits(trigger.url, location.href)) && (!trigger.url_matches || new RegExp(trigger.url_matches).test(location.href))
        && (!trigger.title_has || document.title.includes(trigger.title_has)) && (!trigger.previous_url || fits(trigger.previous_url, document.referrer))
        && (!trigger.pages || this.#backend.session.visits >= trigger.pages);
      const isOnce = (this.#backend.session.launched || []).includes(trigger.id);
      if (!trigger.is_automatic || !isMeant || isOnce) return;
      this.#timers.push(setTimeout(() => {
        if (!this.#backend.runs && this.isOnline) this.#launch(trigger);
      }, 1000 * (trigger.after || 0)));
    }
    #launch(trigger) {
      this.#backend.keep({launched: [...(this.#backend.session.launched || []), trigger.id]});
      this.#tell("ontrigger", {id: trigger.id, title: trigger.title});
      if (trigger.message && !this.#backend.runs) {
        this.#proactive = {message: trigger.message, initiator: "trigger"};
        this.#asks = "chat";
        this.draw();
      }
    }

    go(page, proactive) {
      if (page === "chat" && !this.isOnline && !this.#backend.runs) page = "offline";
      if (page !== "hidden") this.#proactive = page === "chat" && !this.#backend.runs ? {...proactive, initiator: "api"} : null;
      this.#isRating = false;
      this.#asks = page;
      const isSmall = page.startsWith("start-");
      if (this.isMobile && ["chat", "online", "offline"].includes(page) && this.#newPage()) return this.draw();
      this.#resize(isSmall || page === "hidden" || page === "mini" ? "min" : "res");
      this.draw();
    }
    flip() {
      const isHidden = this.#asks === "hidden";
      if (!isHidden) this.#before = [this.#asks, this.#isFolded];
      this.#asks = isHidden ? this.#before[0] : "hidden";
      this.draw();
    }
    #before = ["start-online", false];
    bubble(isShown) {
      this.#bubble = !!isShown;
      this.draw();
    }

    /** The box gets another size; the site hears of it while a chat runs. */
    #resize(size) {
      const before = this.#isFolded ? "min" : this.#isMaximized ? "max" : "res";
      this.#isFolded = size === "min";
      this.#isMaximized = size === "max";
      if (this.#backend.runs && before !== size) {
        this.#backend.size(size);
        this.#tell("onchange", {chat_status: size});
      }
    }
    #act(size) {
      if (size === "min" && !this.#backend.runs) this.#asks = this.isOnline ? "start-online" : "start-offline";
      this.#resize(size);
      this.draw();
    }
    #open() {
      if (this.isMobile || this.#asks === "mini") {
        if (this.#newPage()) return;
      }
      this.#asks = this.#backend.runs ? "chat" : this.isOnline ? "online" : "offline";
      this.#act("res");
    }
    #close() {
      if (this.#backend.runs) this.#backend.end();
      this.#asks = this.isOnline ? "start-online" : "start-offline";
      this.#isFolded = this.#isMaximized = false;
      this.draw();
    }
    #newPage() {
      this.#window = window.open("", "desk-chat");
      if (!this.#window) return false;
      if (this.#windowView) this.#windowView.leave();
      this.#windowView = new View(this.#window.document, this.#options, true);
      this.draw();
      return true;
    }
    #windowView = null;
    #isApart = false;
      /** The popup shows the same chat, in its window alone. */
    onlyIn(opened) {
      this.#isApart = true;
      this.#window = opened;
      this.#windowView = new View(opened.document, this.#options, true);
      this.draw();
    }

    #say(view) {
      const text = view.value(LABELS.say);
      if (!text) return;
      if (this.#backend.runs) {
        this.#backend.say("Me", text);
        view.clear(LABELS.say);
        return this.draw();
      }
      const asks = ["name", "email", "phone"].filter((one) => this.#settings[`ask_${one}`] && !this.#known(one) && !(this.#backend.session.asked || []).includes(one));
      if (asks.length) {
        this.#pending = text;
        this.#asked = asks[0];
        return this.draw();
      }
      this.#begin(text);
      view.clear(LABELS.say);
      this.draw();
    }
    #known(one) { return this.#options[`c_${one}`] || this.#backend.session[one] || ""; }
    #begin(text) {
      const initiator = this.#proactive ? this.#proactive.initiator : "client";
      const chat = this.#backend.start(initiator, this.#meant);
      if (this.#proactive && this.#proactive.message) this.#backend.say(this.#proactive.operator_name || chat.name, this.#proactive.message);
      this.#backend.say("Me", text);
      this.#proactive = null;
      this.#asks = "chat";
      this.#isFolded = false;
      this.#tell("onchatstart", {ticket: chat.ticket, initiator});
    }
    #answer(view, isAccepted) {
      const one = this.#asked;
      const value = view.value(LABELS[one]);
      if (isAccepted && (!value || (one === "email" && !/^\S+@\S+$/.test(value)) || !view.isTicked())) return;
      this.#backend.keep({asked: [...(this.#backend.session.asked || []), one], ...(isAccepted ? {[one]: value} : {})});
      this.#asked = null;
      this.#tell(`on${one}required`, isAccepted ? {accepted: true, [one]: value} : {accepted: false});
      const next = ["name", "email", "phone"].find((other) => this.#settings[`ask_${other}`] && !this.#known(other) && !this.#backend.session.asked.includes(other));
      if (next) this.#asked = next;
      else this.#begin(this.#pending);
      view.clear(LABELS.say);
      this.draw();
    }
    #leaveNote(view) {
      const message = view.value(LABELS.note);
      if (!message || !view.isTicked()) return;
      const person = this.#backend.world.operators.find((one) => one.name === this.#picked);
      const data = {name: view.value(LABELS.name), email: view.value(LABELS.email), phone: view.value(LABELS.phone), message};
      this.#tell("onofflinemessage", person ? {...data, operator_id: person.id} : data);
      view.clear(LABELS.note);
      this.#isSent = true;
      this.draw();
    }
    #isSent = false;
    #rate(view) {
      if (!this.#stars) return;
      const {ticket, operator, department} = this.#chat;
      const data = {ticket, name: this.#known("name"), email: this.#known("email"), phone: this.#known("phone"), rating: this.#stars, message: view.value(LABELS.rating), operator_id: operator, department_id: department};
      this.#isRating = false;
      this.#backend.chat = {...this.#chat, isRated: true};
      this.#tell("onchatrating", data);
      this.draw();
    }
    #stars = 0;

    #people() { this.draw(); }
    #ended() {
      this.#asks = this.#isFolded ? "start-online" : "online";
      this.#isFolded = false;
      this.draw();
    }
    #invited() {
      this.#asks = "chat";
      this.#isFolded = false;
      this.#tell("onchatstart", {ticket: this.#chat.ticket, initiator: "operator"});
      this.draw();
    }

    /** Let the site know, in its callback and in Google Analytics; what it throws is its own. */
    #tell(name, data) {
      const safely = (act) => {
        try {
          act();
        } catch (error) {
          reportError(error);
        }
      };
      const callback = this.#options[name];
      if (typeof callback === "function") safely(() => callback(data));
      const known = ACTIONS[name];
      if (!known) return;
      if (typeof window.ga === "function") safely(() => window.ga("send", "event", "Livechatoo", known[0], String(data[known[1]] || "")));
      else if (typeof window.gtag === "function") safely(() => window.gtag("event", known[0], {event_category: "Livechatoo"}));
    }

    draw() {
      if (this.#isGone) return;
      const isOpen = this.#window && !this.#window.closed && this.#windowView;
      if (isOpen) this.#windowView.show("left", [this.#room(this.#windowView)]);
      if (this.#isApart) return;
      this.#view.show(this.side_, isOpen && this.isMobile ? [this.#bar()] : this.#parts());
    }
    #parts() {
      const page = this.page;
      if (page === "hidden") return [];
      if (page === "mini") return [this.#view.key("?", () => this.#open())];
      const isClosed = page.startsWith("start-") || (this.#backend.runs && this.#isFolded) || this.#isFolded;
      if (!isClosed) return [this.#room(this.#view)];
      const bar = [this.#bar()];
      if (this.#bubble && !this.isMobile && !this.#backend.runs) bar.unshift(this.#note());
      return bar;
    }
    #bar() { return this.#view.key(this.isMobile ? "Ask" : "Ask the people at the desk", () => this.#open()); }
    #note() {
      return this.#view.box("aside", this.#view.text("i", "There is somebody here."), this.#view.key("Not now", () => { this.#bubble = false; this.draw(); }));
    }
    #room(view) {
      const sizes = this.#isMaximized ? [view.key("As before", () => this.#act("res"))] : [view.key("Bigger", () => this.#act("max"))];
      const isOffline = !this.isOnline && !this.#backend.runs && this.page !== "chat";
      const head = view.box("header", view.key("Smaller", () => this.#act("min")), ...sizes, view.key("Goodbye", () => this.#close()));
      const body = this.#asked ? this.#question(view) : isOffline || this.#asks.endsWith("offline") ? this.#form(view) : this.#talk(view);
      const links = ["contact", "faq", "privacy"].map((name) => [name, this.#options[`url_${name}`] || this.#settings[`url_${name}`]])
        .filter(([, address]) => address).map(([name, address]) => view.link(`About ${name}`, address));
      const room = view.box("section", head, body, view.box("nav", ...links));
      if (this.#isMaximized) room.style.cssText = "width: 90vw; height: 90vh";
      return room;
    }
    #consent(view) {
      const address = this.#options.url_privacy || this.#settings.url_privacy;
      return address ? view.tick("You may keep this") : null;
    }
    #choice(view, people) {
      if (this.#settings.assignment !== "manual") return null;
      const clones = Object.entries(this.#options.clone_operators || {}).flatMap(([name, groups]) => groups.map((group) => [name, group]));
      const rows = [...people.map((one) => [one.name, ""]), ...clones];
      return view.box("div", ...rows.map(([name, group]) => view.key(group ? `${name} — ${group}` : name, () => { this.#picked = name; })));
    }
    #talk(view) {
      const lines = this.#chat && (this.#backend.runs || this.#chat.lines.length) && !this.#proactive ? this.#chat.lines : [];
      const person = this.#meant;
      const photo = (this.#proactive && this.#proactive.operator_photo) || (person || {}).photo;
      const first = this.#proactive ? [{by: this.#proactive.operator_name || (person || {}).name || "", text: this.#proactive.message || this.#welcome}] : [];
      const list = view.box("ol", ...[...first, ...lines].map(({by, text}) => view.box("li", view.text("b", by), " ", view.text("span", text))));
      const canRate = this.#chat && !this.#chat.isRated && this.#chat.operator !== null;
      return view.box("div", photo ? Object.assign(view.text("img", ""), {src: photo, alt: ""}) : null,
        list, this.#choice(view, this.#backend.people.filter((one) => one.online)), view.area(LABELS.say), view.key("Off it goes", () => this.#say(view)),
        canRate && !this.#isRating ? view.key("Rate us", () => { this.#isRating = true; this.draw(); }) : null, this.#isRating ? this.#rating(view) : null);
    }
    get #welcome() { return (this.#meant || {}).welcome || "What can we do for you?"; }
    /** Who has the chat, or would get it: those who are online, by what a proactive chat says. */
    get #meant() {
      if (this.#chat && this.#backend.runs) return this.#backend.world.operators.find((one) => one.id === this.#chat.operator);
      const numbers = (text) => String(text || "").split(",").map(Number).filter(Boolean);
      const {operators, departments} = this.#proactive || {};
      const [ids, groups] = [numbers(operators), numbers(departments)];
      const people = this.#backend.people.filter((one) => one.online);
      return people.find((one) => one.name === this.#picked)
        || people.find((one) => (!ids.length || ids.includes(one.id)) && (!groups.length || one.departments.some((id) => groups.includes(id))))
        || people[0];
    }
    #rating(view) {
      const stars = [1, 2, 3, 4, 5].map((count) => view.key(`${count} of 5`, () => { this.#stars = count; }));
      return view.box("div", ...stars, view.area(LABELS.rating), view.key("That is it", () => this.#rate(view)));
    }
    #question(view) {
      const one = this.#asked;
      return view.box("form", view.text("p", `May we have your ${one}?`), view.field(LABELS[one]), one === "name" ? null : this.#consent(view),
        view.key("Here it is", () => this.#answer(view, true)), view.key("Rather not", () => this.#answer(view, false)));
    }
    #form(view) {
      if (this.#isSent) this.#isSent = false;
      return view.box("div", this.#choice(view, this.#backend.people), ...["name", "email", "phone"].map((one) => view.field(LABELS[one], this.#known(one))),
        this.#consent(view), view.area(LABELS.note), view.key("Mail it", () => this.#leaveNote(view)));
    }
  }

  window[SYMBOL] = {...window[SYMBOL], Desk};
})();
