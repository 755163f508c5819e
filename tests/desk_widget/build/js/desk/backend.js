// A back end in the page itself: who is there, the visitor's session, the chat. What a visitor has is
// kept in the site's storage, for the next page and for other tabs. Who handed a world in beforehand
// (`window.deskWorld`) decides who is there, and lets them act (`window.deskAct`).
(function () {
  "use strict";
  const SYMBOL = Symbol.for("desk");
  const WORLD = {operators: [{id: 1, name: "Alex", departments: [], online: true}], departments: [], settings: {}, triggers: []};
  const open = new Set();
  let last = null;
  const numbers = (text) => String(text || "").split(",").map(Number).filter(Boolean);

  class Backend {
    #account;
    #heard;
    /** @param heard what is to be told of: people, line, invited, ended, trigger */
    constructor(options, heard) {
      this.#account = options.account;
      this.#heard = heard;
      this.world = structuredClone(window.deskWorld || WORLD);
      this.allowed = numbers(options.operators);
      this.departments = numbers(options.departments);
      const online = this.#read("online", {});
      for (const one of this.world.operators) if (one.id in online) one.online = online[one.id];
      open.add(this);
      addEventListener("storage", this.#elsewhere);
    }

    leave() {
      open.delete(this);
      last = this;
      removeEventListener("storage", this.#elsewhere);
    }

    #elsewhere = (event) => { if (event.key === this.#key("chat")) this.#heard.elsewhere(); };
    #key(name) { return `desk ${this.#account} ${name}`; }
    #read(name, otherwise) {
      try {
        return JSON.parse(localStorage.getItem(this.#key(name))) || otherwise;
      } catch {
        return otherwise;
      }
    }
    #write(name, value) {
      try {
        localStorage.setItem(this.#key(name), JSON.stringify(value));
      } catch {
        // a visitor whose browser keeps nothing
      }
    }

    get session() { return this.#read("session", {}); }
    keep(more) { this.#write("session", {...this.session, ...more}); }
    /** The chat that runs or has just ended, null before the first one. */
    get chat() { return this.#read("chat", null); }
    set chat(chat) { this.#write("chat", chat); }
    get runs() { return !!this.chat && !this.chat.isOver; }

    /** Who may take the visitor's chat. */
    get people() {
      return this.world.operators.filter((one) => (!this.allowed.length || this.allowed.includes(one.id))
        && (!this.departments.length || one.departments.some((id) => this.departments.includes(id))));
    }
    get operator() { return this.people.find((one) => one.online); }
    get isOnline() { return !!this.operator; }

    start(initiator, operator) {
      const number = 1 + (this.session.chats || 0);
      this.keep({chats: number});
      const known = operator || {id: null, name: "", departments: []};
      const ticket = `D${Date.now().toString(36)}${Math.random().toString(36).slice(2, 7)}${number}`;
      const department = known.departments.find((id) => !this.departments.length || this.departments.includes(id));
      this.chat = {ticket, initiator, lines: [], operator: known.id, name: known.name, department, box: "res"};
      return this.chat;
    }
    say(by, text) { this.chat = {...this.chat, lines: [...this.chat.lines, {by, text}]}; }
    size(box) { this.chat = {...this.chat, box}; }
    end() { this.chat = {...this.chat, isOver: true}; }

    #operates({id, goes, says, invites, ...other}) {
      const one = this.world.operators.find((person) => person.id === id) || this.operator || this.world.operators[0];
      if (goes) {
        for (const person of id === undefined ? this.world.operators : [one]) person.online = goes === "online";
        this.#write("online", Object.fromEntries(this.world.operators.map((person) => [person.id, person.online])));
        this.#heard.people();
      } else if (invites !== undefined) {
        this.start("operator", one);
        this.say(one.name, invites);
        this.#heard.invited();
      } else if (!this.runs) {
        throw new Error("no chat is running");
      } else if (says !== undefined) {
        this.say(one.name, says);
        this.#heard.line();
      } else if ("ends" in other) {
        this.end();
        this.#heard.ended();
      }
    }

    /** Operators come and go, whether or not a desk is on the page. */
    static act(act) {
      for (const one of open.size || !last ? open : [last]) {
        if (act.operator) one.#operates(act.operator);
        const trigger = act.trigger && one.world.triggers.find(({id}) => id === act.trigger.id);
        if (trigger) one.#heard.trigger(trigger);
      }
    }
  }

  window[SYMBOL] = {...window[SYMBOL], Backend};
  window.deskAct = Backend.act;
})();
