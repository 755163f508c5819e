// Another chat widget with the same API: a custom element of the host page instead of a frame.
(() => {
  'use strict';
  const isRoom = document.currentScript.hasAttribute('data-room');
  const ORIGIN = new URL(document.currentScript.src).origin.replace(/^http:/, 'https:');
  const PAGES = ['start-online', 'online', 'start-offline', 'offline', 'hidden', 'mini', 'chat'];
  const OPEN = ['online', 'offline', 'chat'];
  const OFFLINE = {'start-online': 'start-offline', online: 'offline', chat: 'offline'};
  const KEPT_BACK = ['c_email', 'c_phone'];

  /* ---------------------------------------------------------------- what a visitor sees */

  const STYLE = `
    :host {all: initial; position: fixed; bottom: 18px; z-index: 2147482000; font: 15px/1.4 Georgia, serif}
    :host([side=right]) {right: 18px} :host([side=left]) {left: 18px} :host([away]) {display: none}
    button {font: inherit; border: 1px solid #7c2d12; border-radius: 3px; background: #ffedd5; color: #431407; padding: 6px 10px; cursor: pointer}
    .teaser {margin: 0 0 8px; padding: 6px 10px; background: #fff7ed; border: 1px dashed #9a3412}
    .room {width: 310px; height: 340px; display: flex; flex-direction: column; gap: 6px; padding: 10px;
      background: #fffbeb; border: 2px solid #7c2d12; opacity: 1; transition: opacity 180ms linear; overflow: hidden}
    .room.coming {opacity: 0} .room.huge {width: min(90vw, 900px); height: min(85vh, 700px)}
    .lines {flex: 1; overflow: auto; margin: 0; padding: 0; list-style: none}
    [hidden] {display: none !important}
    .line {position: absolute; width: 1px; height: 1px; border: 0; opacity: 0; pointer-events: none}
    textarea {font: inherit; height: 3em; resize: none}`;

  const made = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === 'function') element.addEventListener(name, value);
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  class Corner extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({mode: 'open'});
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.teaser = made('p', {class: 'teaser'}, 'Got a question? ', made('button', {click: () => this.acts.dismiss()}, 'No, thanks'));
      this.handle = made('button', {class: 'handle', click: () => this.acts.unfold()}, 'Talk to us');
      root.append(this.teaser, this.handle);
    }

    /** The room is built when somebody comes in for the first time. */
    furnish() {
      if (this.room) return;
      this.lines = made('ul', {class: 'lines', 'aria-label': 'What was said'});
      this.face = made('img', {class: 'face', alt: '', width: '32', height: '32', hidden: ''});
      this.draft = made('textarea', {'aria-label': 'What would you like to say?'});
      const tool = (name, act) => made('button', {click: () => this.acts[act]()}, name);
      this.tools = {fold: tool('Fold', 'fold'), enlarge: tool('Enlarge', 'enlarge'), shrink: tool('Shrink', 'shrink'), leave: tool('Leave', 'leave')};
      const post = made('button', {class: 'post', click: () => this.post()}, 'Post');
      this.room = made('section', {class: 'room coming', role: 'dialog', 'aria-label': 'Talk'},
        made('nav', {}, this.face, ...Object.values(this.tools)), this.lines, this.draft, post);
      this.shadowRoot.append(this.room);
      requestAnimationFrame(() => requestAnimationFrame(() => this.room.classList.remove('coming')));
    }

    post() {
      const text = this.draft.value.trim();
      this.draft.value = '';
      if (text) this.acts.say(text);
    }

    show({page, side, box, bubble, chat, proposal}) {
      const isOpen = OPEN.includes(page) && box !== 'min';
      this.setAttribute('side', side);
      this.toggleAttribute('away', page === 'hidden');
      if (isOpen) this.furnish();
      if (this.room) this.room.hidden = !isOpen;
      this.handle.hidden = isOpen;
      this.handle.textContent = page === 'mini' ? '✉' : 'Talk to us';
      this.teaser.hidden = isOpen || !bubble || !!chat || page === 'mini';
      if (!this.room) return;
      this.room.classList.toggle('huge', box === 'max');
      this.tools.enlarge.hidden = box === 'max';
      this.tools.shrink.hidden = box !== 'max';
      const photo = chat ? chat.photo : proposal && proposal.photo;
      this.face.hidden = !photo;
      if (photo) this.face.src = photo.replace(/^\/\//, 'https://');
      const said = chat ? chat.messages : proposal && proposal.message ? [{name: proposal.name, text: proposal.message}] : [];
      this.lines.replaceChildren(...said.map((one) => made('li', {}, one.name ? `${one.name}: ${one.text}` : one.text)));
    }
  }

  /* ---------------------------------------------------------------- the line to the back end */

  class Line {
    constructor(account, parent) {
      this.nonce = Array.from(crypto.getRandomValues(new Uint32Array(4)), String).join('-');
      this.waiting = new Map();
      this.number = 0;
      const words = new URLSearchParams({nonce: this.nonce, origin: location.origin, account});
      this.frame = made('iframe', {class: 'line', title: 'Line', 'aria-hidden': 'true', tabindex: '-1', src: `${ORIGIN}/corner/line.html#${words}`});
      this.ready = new Promise((done) => { this.isReady = done; });
      this.hear = (event) => this.heard(event);
      addEventListener('message', this.hear);
      parent.append(this.frame);
    }

    heard(event) {
      const told = event.data;
      if (event.origin !== ORIGIN || event.source !== this.frame.contentWindow || !told || told.nonce !== this.nonce) return;
      if (told.ready) return this.isReady();
      const done = this.waiting.get(told.number);
      this.waiting.delete(told.number);
      if (done) done(told);
    }

    async ask(data) {
      await this.ready;
      const number = ++this.number;
      return new Promise((done) => {
        this.waiting.set(number, done);
        this.frame.contentWindow.postMessage({nonce: this.nonce, number, data}, ORIGIN);
      });
    }

    hangUp() {
      removeEventListener('message', this.hear);
      if (this.frame.contentWindow) this.frame.contentWindow.postMessage({nonce: this.nonce, leaves: true}, ORIGIN);
      const frame = this.frame;
      setTimeout(() => frame.remove(), 50);
    }
  }

  /* ---------------------------------------------------------------- one life of the widget */

  class Life {
    constructor(options) {
      this.options = options;
      this.asked = PAGES.includes(options.page) && options.page !== 'chat' ? options.page : 'start-online';
      this.before = null;
      this.side = options.side === 'left' ? 'left' : 'right';
      this.bubble = typeof options.bubble === 'boolean' ? options.bubble : null;
      this.box = 'res';
      this.news = {online: false, chat: null, proposal: null, version: 0, bubble: false};
      this.isShown = false;
      this.timed = new Set();
      this.launched = 0;
    }

    get page() {
      if (!this.isShown) return '';
      if (this.asked === 'hidden' || this.asked === 'mini') return this.asked;
      if (this.news.chat) return 'chat';
      return this.news.online ? this.asked : OFFLINE[this.asked] || this.asked;
    }

    async begin() {
      if (!document.body) await new Promise((done) => addEventListener('DOMContentLoaded', done, {once: true}));
      if (this.isOver) return;
      this.element = made('chat-corner', {away: '', side: this.side});
      document.body.append(this.element);
      this.element.acts = this;
      this.line = new Line(this.options.account, this.element.shadowRoot);
      const hello = await this.line.ask({do: 'hello', kind: isRoom ? 'popup' : 'embed', lang: String(this.options.lang || 'en'), page: this.asked,
        url: location.href, title: document.title, host: location.host, options: this.telling()});
      if (this.isOver || !hello.ok) return;
      this.news = hello.body;
      this.isShown = true;
      if (this.news.chat && this.asked !== 'mini') this.resume();
      this.draw();
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
      if (this.isOver) return;
      document.cookie = `corner=${this.side}; Path=/; Max-Age=86400`;
      this.tell('onload', {page: this.page, online: this.news.online, operators: this.news.operator ? 1 : 0});
      if (this.news.chat) this.tell('onchatopened', {ticket: this.news.chat.ticket, initiator: this.news.chat.initiator});
      this.report();
      this.addDetails();
      this.notice();
      this.listen();
    }

    /** An email or a phone travel alone, and not before the visitor may be asked for a consent. */
    addDetails() {
      const [email, phone] = [this.options.c_email, this.options.c_phone].map((one) => typeof one === 'string' ? one : '');
      const isFree = (this.news.settings || {}).consent !== 'needed';
      if (isFree && (email || phone)) this.send({do: 'details', email, phone});
    }

    /** Triggers: those whose time is to come, and those that have launched. */
    notice() {
      for (const {id, ms} of this.news.timers || []) {
        if (this.timed.has(id)) continue;
        this.timed.add(id);
        setTimeout(() => {
          this.timed.delete(id);
          if (!this.isOver) this.send({do: 'trigger', id});
        }, ms);
      }
      for (const {number, id, title} of this.news.launched || []) {
        if (number <= this.launched) continue;
        this.launched = number;
        this.tell('ontrigger', {id, title});
        this.record('Trigger', title);
        if (this.news.proposal && !this.news.chat) this.go('chat', null);
      }
    }

    /** A load during a chat shows it as it was left. */
    resume() {
      this.box = this.news.chat.box;
      this.asked = this.box === 'min' ? 'start-online' : 'chat';
    }

    end() {
      this.isOver = true;
      this.isShown = false;
      if (this.line) this.line.hangUp();
      const element = this.element;
      if (element) {
        element.setAttribute('away', '');
        setTimeout(() => element.remove(), 80);
      }
    }

    telling() {
      const plain = (value) => typeof value !== 'function';
      return Object.fromEntries(Object.entries(this.options).filter(([name, value]) => plain(value) && !KEPT_BACK.includes(name)));
    }

    tell(name, data) {
      const callback = this.options[name];
      if (typeof callback !== 'function') return;
      try {
        (0, callback)(data);
      } catch (error) {
        setTimeout(() => { throw error; });
      }
    }

    record(action, label) {
      if (typeof window.ga === 'function') window.ga('send', 'event', 'Livechatoo', action, label);
      else if (typeof window.gtag === 'function') window.gtag('event', action, {event_category: 'Livechatoo', event_label: label});
    }

    /** Phones have no teaser, and a talk has a page of its own. */
    get isSmall() {
      return !isRoom && (typeof this.options.mobile === 'boolean' ? this.options.mobile : /Mobi/.test(navigator.userAgent));
    }

    draw() {
      const {chat, proposal, bubble} = this.news;
      const box = chat || OPEN.includes(this.page) ? this.box : 'min';
      const isAsking = !this.isSmall && (this.bubble === null ? bubble : this.bubble);
      this.element.show({page: this.page, side: this.side, box, bubble: isAsking, chat, proposal});
    }

    async send(data) {
      const answer = await this.line.ask({...data, view: this.news.view});
      if (answer.ok && !this.isOver) this.take(answer.body);
    }

    report(more = {}) {
      this.send({do: 'page', page: this.page, box: this.box, ...more});
    }

    async listen() {
      while (!this.isOver) {
        const answer = await this.line.ask({do: 'wait', view: this.news.view, since: this.news.version});
        if (!answer.ok || this.isOver) return;
        this.take(answer.body);
      }
    }

    take(news) {
      if (news.version < this.news.version) return;
      const chat = this.news.chat;
      const page = this.page;
      this.news = news;
      if (news.chat && !chat) this.started();
      else if (chat && !news.chat) this.ended();
      this.draw();
      if (page !== this.page) this.report();
      this.notice();
    }

    started() {
      this.asked = 'chat';
      this.box = 'res';
      this.draw();
      if (!this.news.chat.here) return;
      const {ticket, initiator} = this.news.chat;
      this.tell('onchatstart', {ticket, initiator});
      this.record('Chat start', ticket);
      this.tell('onchange', {chat_status: 'res'});
    }

    ended() {
      this.asked = this.box === 'min' ? 'start-online' : 'online';
      this.box = 'res';
    }

    resize(box) {
      const before = this.asked === 'hidden' ? 'min' : this.box;
      this.box = box;
      if (this.news.chat && before !== box) this.tell('onchange', {chat_status: box === 'max' ? 'full' : box});
      this.draw();
      this.report();
    }

    go(page, proactive) {
      const wasHidden = this.asked === 'hidden';
      this.asked = page;
      if (this.news.chat) {
        const isOpen = OPEN.includes(page);
        this.resize(isOpen ? (this.box === 'max' && !wasHidden ? 'max' : 'res') : 'min');
        return;
      }
      this.box = 'res';
      this.draw();
      this.report(page === 'chat' ? {page: 'chat', ...(proactive === null ? {} : {proactive: proactive || {}})} : {});
    }

    flip() {
      if (this.asked === 'hidden') {
        [this.asked, this.box] = this.before || ['start-online', 'res'];
        this.before = null;
      } else {
        this.before = [this.asked, this.box];
        this.asked = 'hidden';
      }
      this.draw();
      this.report();
    }

    /* what visitors do */
    unfold() {
      if (this.isSmall) opened(this.options, 'own');
      else if (this.news.chat) {
        this.asked = 'chat';
        this.resize('res');
      } else this.go(this.news.online ? 'online' : 'offline');
    }

    fold() {
      if (this.news.chat) this.resize('min');
      else this.go(this.news.online ? 'start-online' : 'start-offline');
    }

    enlarge() { this.resize('max'); }

    shrink() { this.resize('res'); }

    leave() {
      if (this.news.chat) {
        this.box = 'min';
        this.send({do: 'end'});
      } else this.fold();
    }

    say(text) { this.send({do: 'say', text}); }

    dismiss() {
      this.bubble = false;
      this.draw();
    }
  }

  /* ---------------------------------------------------------------- the API */

  let life = null;

  const begin = (options) => {
    if (!options || typeof options !== 'object' || !/^[\w-]+$/.test(String(options.account || ''))) return;
    if (life) life.end();
    life = new Life(options);
    life.begin();
  };

  const embed = {
    options: undefined,
    init(...given) { begin(given.length ? given[0] : embed.options || (life && life.options)); },
    status() { return life ? life.page : ''; },
    stop() {
      if (life) life.end();
      life = null;
    },
    flip() { if (life && life.isShown) life.flip(); },
    page(name, proactive) { if (life && life.isShown && PAGES.includes(name)) life.go(name, proactive); },
    bubble(isShown) {
      if (!life || typeof isShown !== 'boolean') return;
      life.bubble = isShown;
      if (life.isShown) life.draw();
    },
    switch_side(side) {
      if (!life || !['left', 'right'].includes(side)) return;
      life.side = side;
      if (life.isShown) life.draw();
    },
    reload() { if (life) begin(life.options); },
    version() { return 'corner 2'; },
  };

  /** The popup: a window of the widget's own, with the same room in it. It cannot be stopped, only closed. */
  const opened = (options, room) => {
    const words = new URLSearchParams({options: JSON.stringify({...options, page: 'online'})});
    return window.open(`${ORIGIN}/corner/talk.html?${room}#${words}`, `corner-${room}`, 'popup,width=380,height=480');
  };

  let talk = null;
  const isTalking = () => talk !== null && !talk.closed;
  const popup = {
    init(options) {
      if (!options || !/^[\w-]+$/.test(String(options.account || ''))) return;
      talk = opened(options, 'talk');
    },
    status() { return isTalking() ? 'open' : ''; },
    close() { if (isTalking()) talk.close(); },
  };

  customElements.define('chat-corner', Corner);
  if (isRoom) {
    return begin(JSON.parse(new URLSearchParams(location.hash.slice(1)).get('options')));
  }
  window.livechatoo = {embed, popup};
  if (typeof window.livechatooCmd === 'function') window.livechatooCmd();
})();
