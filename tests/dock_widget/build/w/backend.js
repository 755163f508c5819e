/* The simulated back end. State: localStorage of this origin, mirrored in SameSite=None cookies (so that a frame under
   one top site, a frame under another and a window of our own see the same session: browsers partition localStorage). */
(function () {
  'use strict';
  var me = Math.random().toString(36).slice(2);
  var given = window.livechatooWorld;
  var W = Object.assign({
    departments: [{ id: 2, name: 'Sales' }, { id: 5, name: 'Technical help' }],
    operators: [
      { id: 1, name: 'Ivana Mala', rank: 'Consultant', departments: [2], welcome: 'Good day, Ivana here.' },
      { id: 3, name: 'Peter Novak', rank: 'Technician', departments: [5], welcome: 'Hi, Peter on the line.' },
      { id: 8, name: 'Zuzana Biela', rank: 'Consultant', departments: [2, 5], welcome: 'Welcome, I am Zuzana.' }
    ]
  }, given && typeof given === 'object' ? given : {});
  var SET = Object.assign({ departments: (W.departments || []).length > 0, assignment: 'auto', ask: {}, rating: true, bubble: false, proactiveStart: 'message' }, W.settings || {});
  var AUTO = W.auto === false ? null : Object.assign({ accept: 160, greet: 120, reply: 240, replies: null }, typeof W.auto === 'object' ? W.auto : {});
  var LAT = typeof W.latency === 'number' ? W.latency : 110;
  var chan = null;
  try { chan = new BroadcastChannel('lcb'); } catch (e) { /* none */ }

  /* ---------- store ---------- */
  function cookies() {
    var r = {};
    try { document.cookie.split('; ').forEach(function (c) { var i = c.indexOf('='); if (i > 0) r[c.slice(0, i)] = c.slice(i + 1); }); } catch (e) { /* blocked */ }
    return r;
  }
  function setCookie(n, v) { try { document.cookie = n + '=' + v + '; Path=/; Max-Age=86400; SameSite=None; Secure'; } catch (e) { /* blocked */ } }
  function Store(name, blank) {
    this.key = 'lcb:' + name;
    this.ck = 'lcb.' + name.replace(/[^\w.-]/g, '_');
    this.blank = blank; this.fns = []; this.seen = 0; this.cur = null;
    this.cur = this.read(); this.seen = this.cur.rev;
    var self = this, poke = function () { self.poll(); };
    if (chan) chan.addEventListener('message', poke);
    window.addEventListener('storage', poke);
    setInterval(poke, 200);
  }
  Store.prototype.head = function (c) { var h = (c || cookies())[this.ck]; if (!h) return null; h = h.split('~'); return { rev: +h[0], n: +h[1] }; };
  Store.prototype.read = function () {
    var a = null, b = null;
    try { a = JSON.parse(localStorage.getItem(this.key)); } catch (e) { /* blocked */ }
    var c = cookies(), h = this.head(c);
    if (h && !(a && a.rev >= h.rev)) {
      var s = '', ok = true;
      for (var i = 0; i < h.n; i++) {
        var p = (c[this.ck + '.' + i] || '').split('~');
        if (+p[0] !== h.rev) { ok = false; break; }
        s += p[1];
      }
      if (ok) { try { b = JSON.parse(decodeURIComponent(s)); } catch (e) { b = null; } }
    }
    var best = b && (!a || b.rev > a.rev) ? b : a;
    if (this.cur && (!best || this.cur.rev > best.rev)) best = this.cur;
    return best || Object.assign({ rev: 0 }, JSON.parse(JSON.stringify(this.blank)));
  };
  Store.prototype.write = function (fn) {
    var s = JSON.parse(JSON.stringify(this.read()));
    var r = fn(s);
    if (r === false) return false;
    s.rev++;
    this.cur = s; this.seen = s.rev;
    try { localStorage.setItem(this.key, JSON.stringify(s)); } catch (e) { /* blocked */ }
    var t = JSON.parse(JSON.stringify(s)), enc = encodeURIComponent(JSON.stringify(t));
    while (enc.length > 36000 && t.chat && t.chat.msgs.length > 2) { t.chat.msgs.splice(0, 2); enc = encodeURIComponent(JSON.stringify(t)); }
    if (enc.length <= 36000) {
      var n = Math.ceil(enc.length / 3600);
      for (var i = 0; i < n; i++) setCookie(this.ck + '.' + i, s.rev + '~' + enc.slice(i * 3600, i * 3600 + 3600));
      setCookie(this.ck, s.rev + '~' + n);
    }
    if (chan) chan.postMessage(1);
    this.emit();
    return true;
  };
  Store.prototype.poll = function () {
    var s = this.read();
    if (s.rev > this.seen) { this.seen = s.rev; this.cur = s; this.emit(); }
  };
  Store.prototype.emit = function () { var s = this.cur; this.fns.slice().forEach(function (f) { f(s); }); };

  /* ---------- people ---------- */
  function ids(v) {
    if (v === undefined || v === null || v === '') return [];
    return (Array.isArray(v) ? v : String(v).split(',')).map(function (x) { return String(x).trim(); }).filter(Boolean);
  }
  function on(x, over, dflt) {
    var v = over !== undefined ? over : x.status !== undefined ? x.status : x.online !== undefined ? (x.online ? 'online' : 'offline') : dflt;
    return v !== 'offline';
  }
  function Session(account, key) {
    var self = this;
    this.account = account;
    this.st = new Store(account + ':' + key, { visitor: { targets: [], views: [] }, chat: null, chats: 0, trig: {}, offline: [], acts: [] });
    this.pres = new Store(account + ':presence', { ops: {}, deps: {} });
    this.starters = [];
    this.timer = setInterval(function () { self.tick(); }, 40);
    (W.timeline || []).forEach(function (t) {
      setTimeout(function () { if (typeof self[t.act] === 'function') self[t.act].apply(self, t.args || []); }, t.at || 0);
    });
  }
  var S = Session.prototype;
  S.settings = SET; S.world = W;
  S.depsOn = function () { return SET.departments !== false && (W.departments || []).length > 0; };
  /* every (operator, department) pair the filter lets through, with its presence */
  S.reach = function (f) {
    var self = this, wantD = this.depsOn() ? ids(f && f.departments) : [], wantO = ids(f && f.operators), r = [], p = this.pres.cur;
    (W.operators || []).forEach(function (op) {
      if (wantO.length && wantO.indexOf(String(op.id)) < 0) return;
      var opOn = on(op, p.ops[op.id], 'online');
      var ds = self.depsOn() ? ids(op.departments).map(function (d) { return self.dep(d); }).filter(Boolean) : [];
      if (!ds.length) { if (!wantD.length) r.push({ op: op, dep: null, online: opOn }); return; }
      ds.forEach(function (d) {
        if (wantD.length && wantD.indexOf(String(d.id)) < 0) return;
        r.push({ op: op, dep: d, online: opOn && on(d, p.deps[d.id], 'online') });
      });
    });
    return r;
  };
  S.dep = function (id) { return (W.departments || []).filter(function (d) { return String(d.id) === String(id); })[0]; };
  S.op = function (id) { return (W.operators || []).filter(function (o) { return String(o.id) === String(id); })[0]; };
  S.online = function (f) { return this.reach(f).some(function (x) { return x.online; }); };
  S.groups = function (f, clones) {
    var self = this, out = [], wantD = this.depsOn() ? ids(f && f.departments) : [], wantO = ids(f && f.operators);
    function group(d, name) {
      var g = out.filter(function (x) { return d ? x.dep && String(x.dep.id) === String(d.id) : !x.dep && x.name === name; })[0];
      if (!g) { g = { dep: d || null, name: d ? d.name : name, list: [] }; out.push(g); }
      return g;
    }
    (W.departments || []).forEach(function (d) {
      self.reach(f).forEach(function (x) { if (x.dep && String(x.dep.id) === String(d.id)) group(d).list.push({ op: x.op, online: x.online }); });
    });
    this.reach(f).forEach(function (x) { if (!x.dep) group(null, '').list.push({ op: x.op, online: x.online }); });
    if (clones && typeof clones === 'object' && SET.assignment === 'manual') {
      Object.keys(clones).forEach(function (name) {
        var op = (W.operators || []).filter(function (o) { return o.name === name && (!wantO.length || wantO.indexOf(String(o.id)) >= 0); })[0];
        if (!op) return;
        [].concat(clones[name]).forEach(function (dn) {
          var d = (W.departments || []).filter(function (x) { return x.name === dn; })[0];
          if (d && wantD.length && wantD.indexOf(String(d.id)) < 0) return;
          var g = group(d, String(dn));
          if (g.list.some(function (x) { return x.op.id === op.id; })) return;
          g.list.push({ op: op, online: on(op, self.pres.cur.ops[op.id], 'online') && (!d || on(d, self.pres.cur.deps[d.id], 'online')) });
        });
      });
    }
    return out;
  };
  S.pick = function (f, opId, depId) {
    var l = this.reach(f).filter(function (x) { return x.online; });
    if (opId !== undefined && opId !== null) {
      var m = l.filter(function (x) { return String(x.op.id) === String(opId) && (depId === undefined || depId === null || (x.dep && String(x.dep.id) === String(depId))); })[0]
        || l.filter(function (x) { return String(x.op.id) === String(opId); })[0];
      if (m) return m;
    } else if (depId !== undefined && depId !== null) {
      var n = l.filter(function (x) { return x.dep && String(x.dep.id) === String(depId); })[0];
      if (n) return n;
    }
    return l[0] || null;
  };

  /* ---------- conversation ---------- */
  function wait(v) { return new Promise(function (ok) { setTimeout(function () { ok(v); }, LAT); }); }
  function put(chat, from, text) { chat.msgs.push({ n: chat.msgs.length ? chat.msgs[chat.msgs.length - 1].n + 1 : 1, from: from, text: String(text), at: Date.now() }); }
  function due(s, kind, ms, extra) { s.acts.push(Object.assign({ kind: kind, at: Date.now() + ms, by: me }, extra || {})); }
  function ticket() { return 'D' + Date.now().toString(36).toUpperCase() + '-' + Math.floor(100 + Math.random() * 900); }
  S.running = function () { var c = this.st.cur.chat; return !!c && (c.status === 'waiting' || c.status === 'active' || c.status === 'held'); };
  S.start = function (o) {
    var self = this;
    return wait().then(function () {
      if (self.running()) return null;
      self.st.write(function (s) {
        var c = { ticket: ticket(), initiator: o.initiator, status: o.hold ? 'held' : 'waiting', filter: o.filter || {}, op: null, dep: null,
          wantOp: o.opId, wantDep: o.depId, show: o.show || {}, who: o.who || {}, msgs: [], box: 'res', greeted: !!o.opening, auto: true };
        if (o.opening) put(c, 'o', o.opening);
        if (o.text) put(c, 'v', o.text);
        s.chat = c; s.chats++; s.acts = [];
        if (AUTO && !o.hold) due(s, 'accept', AUTO.accept);
      });
      self.starters.forEach(function (f) { f(self.st.cur.chat); });
      return self.st.cur.chat;
    });
  };
  S.send = function (text, who) {
    var self = this;
    return wait().then(function () {
      if (!self.running()) return;
      self.st.write(function (s) {
        put(s.chat, 'v', text);
        if (who) s.chat.who = who;
        if (s.chat.status === 'held') { s.chat.status = 'waiting'; s.acts = []; if (AUTO) due(s, 'accept', AUTO.accept); }
        else if (AUTO && s.chat.status === 'active') { due(s, 'typing', 60); due(s, 'reply', AUTO.reply, { text: text }); }
      });
    });
  };
  S.box = function (b) { this.st.write(function (s) { if (!s.chat || s.chat.box === b) return false; s.chat.box = b; }); };
  S.close = function (by) {
    var self = this;
    return wait().then(function () { self.st.write(function (s) { if (!s.chat || s.chat.status === 'ended') return false; s.chat.status = 'ended'; s.chat.by = by; s.chat.typing = false; s.acts = []; }); });
  };
  S.rate = function (stars, text) {
    var self = this;
    return wait().then(function () {
      self.st.write(function (s) { if (!s.chat) return false; s.chat.rated = { rating: stars, message: text }; });
      return self.st.cur.chat;
    });
  };
  S.drop = function () { this.st.write(function (s) { if (!s.chat || s.chat.status !== 'ended') return false; s.chat.rated = s.chat.rated || { skipped: true }; }); };
  S.mail = function (m) { var self = this; return wait().then(function () { self.st.write(function (s) { s.offline.push(m); }); }); };
  S.visit = function (v, view) {
    this.st.write(function (s) {
      Object.assign(s.visitor, v);
      if (view) { s.visitor.views.push(view); if (s.visitor.views.length > 25) s.visitor.views.shift(); s.visitor.pages = (s.visitor.pages || 0) + 1; }
    });
  };
  S.reached = function (t) { this.st.write(function (s) { if (s.visitor.targets.indexOf(t) >= 0) return false; s.visitor.targets.push(t); }); };
  S.triggered = function (id) { this.st.write(function (s) { s.trig[id] = (s.trig[id] || 0) + 1; }); };

  /* ---------- what the operators do ---------- */
  S.tick = function () {
    var s = this.st.cur, now = Date.now(), self = this;
    if (!s.acts.length || !s.acts.some(function (a) { return a.at <= now && (a.by === me || a.at + 1500 <= now); })) return;
    this.st.write(function (t) {
      var keep = [], did = false;
      t.acts.forEach(function (a) {
        if (!(a.at <= now && (a.by === me || a.at + 1500 <= now))) { keep.push(a); return; }
        did = true;
        var c = t.chat;
        if (!c || c.status === 'ended') return;
        if (a.kind === 'accept' && c.status === 'waiting') {
          if (!take(self, c)) { keep.push(Object.assign(a, { at: now + 400, by: me })); return; }
          if (!c.greeted) keep.push({ kind: 'greet', at: now + AUTO.greet, by: me });
          else { c.typing = true; keep.push({ kind: 'reply', at: now + AUTO.reply, by: me, text: last(c) }); }
        } else if (a.kind === 'greet') { c.greeted = true; put(c, 'o', hello(self, c.op)); }
        else if (a.kind === 'typing') c.typing = true;
        else if (a.kind === 'reply') { c.typing = false; put(c, 'o', retort(c, a.text)); if (AUTO.endAfter && c.replies >= AUTO.endAfter) { c.status = 'ended'; c.by = 'operator'; } }
      });
      if (!did) return false;
      t.acts = t.chat && t.chat.status === 'ended' ? [] : keep;
    });
  };
  function last(c) { for (var i = c.msgs.length - 1; i >= 0; i--) if (c.msgs[i].from === 'v') return c.msgs[i].text; return ''; }
  function hello(se, id) { var o = se.op(id); return (o && o.welcome) || SET.welcome || 'Hello, how may I be of service?'; }
  function retort(c, text) {
    c.replies = (c.replies || 0) + 1;
    return AUTO && AUTO.replies && AUTO.replies.length ? AUTO.replies[(c.replies - 1) % AUTO.replies.length] : 'Noted: ' + text;
  }
  function take(se, c, opId) {
    var p = opId !== undefined ? { op: se.op(opId), dep: null } : se.pick(c.filter, c.wantOp, c.wantDep);
    if (!p || !p.op) return false;
    c.op = p.op.id;
    c.dep = p.dep ? p.dep.id : ids(p.op.departments).length && se.depsOn() ? (se.dep(ids(p.op.departments)[0]) || {}).id : null;
    if (c.dep === undefined) c.dep = null;
    c.status = 'active';
    put(c, 's', 'joined');
    return true;
  }
  S.welcome = function (id) { return hello(this, id); };
  /* by hand (tests, timeline) */
  S.accept = function (opId) { var self = this; return this.st.write(function (s) { if (!s.chat || s.chat.status !== 'waiting') return false; s.acts = []; return take(self, s.chat, opId) ? undefined : false; }); };
  S.say = function (text) { return this.st.write(function (s) { if (!s.chat || s.chat.status !== 'active') return false; s.chat.typing = false; put(s.chat, 'o', text); }); };
  S.typing = function (b) { return this.st.write(function (s) { if (!s.chat) return false; s.chat.typing = b !== false; }); };
  S.end = function () { return this.st.write(function (s) { if (!s.chat || s.chat.status === 'ended') return false; s.chat.status = 'ended'; s.chat.by = 'operator'; s.chat.typing = false; s.acts = []; }); };
  S.invite = function (opId, text) {
    var self = this;
    if (this.running()) return false;
    this.st.write(function (s) {
      var c = { ticket: ticket(), initiator: 'operator', status: 'active', filter: {}, show: {}, who: self.known || {}, msgs: [], box: 'res', greeted: true };
      if (!take(self, c, opId !== undefined && opId !== null ? opId : undefined)) return false;
      put(c, 'o', text || hello(self, c.op));
      s.chat = c; s.chats++; s.acts = [];
    });
    if (this.running()) this.starters.forEach(function (f) { f(self.st.cur.chat); });
    return true;
  };
  S.operator = function (id, status) { this.pres.write(function (p) { p.ops[id] = status; }); };
  S.department = function (id, status) { this.pres.write(function (p) { p.deps[id] = status; }); };
  S.chat = function () { return this.st.cur.chat; };
  S.visitor = function () { return this.st.cur.visitor; };
  S.mails = function () { return this.st.cur.offline; };

  window.LCB = { open: function (account, key) { return new Session(account, key); }, ids: ids, latency: LAT };
})();
