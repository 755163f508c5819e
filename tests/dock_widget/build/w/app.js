/* The visitor's side: the dock (frame on the page) and the talk window (mobile page, popup) share it. */
(function () {
  'use strict';
  var hash = {};
  location.hash.slice(1).split('&').forEach(function (p) { var i = p.indexOf('='); if (i > 0) hash[p.slice(0, i)] = decodeURIComponent(p.slice(i + 1)); });
  var DOCK = /dock\.html$/.test(location.pathname), port = null, kind = hash.k === 'popup' ? 'popup' : 'page';
  var O, CTX, MOBILE, T, L, be, SET, V, root, host, sent = '';

  /* ---------- little helpers ---------- */
  function h(tag, at) {
    var el = document.createElement(tag);
    Object.keys(at || {}).forEach(function (k) {
      var v = at[k];
      if (v === null || v === undefined || v === false) return;
      if (k.slice(0, 2) === 'on') el.addEventListener(k.slice(2), v);
      else if (k === 'value' || k === 'checked') el[k] = v;
      else el.setAttribute(k, v === true ? '' : v);
    });
    for (var i = 2; i < arguments.length; i++) [].concat(arguments[i]).forEach(function (c) { if (c !== null && c !== undefined && c !== false) el.append(c); });
    return el;
  }
  function t(k, x) { return String(T[k]).replace('{}', x === undefined ? '' : x); }
  function btn(k, fn, cls, extra) { return h('button', Object.assign({ type: 'button', class: cls || 'plain', onclick: function () { V.focus = true; fn(); }, 'data-k': k }, extra || {}), t(k)); }
  function web(u) { return typeof u === 'string' && /^(https?:\/\/|\/\/|mailto:|tel:)/i.test(u.trim()) ? u.trim() : ''; }
  function pic(u) { return typeof u === 'string' && /^(https?:\/\/|\/\/|data:image\/)/i.test(u) ? u : ''; }
  function privacy() { return web(O.url_privacy) || web(SET.urlPrivacy); }
  function filter() { return { departments: O.departments, operators: O.operators }; }
  function running() { return be.running(); }
  function chat() { return be.st.cur.chat; }
  function emit(name, data) {
    if (DOCK) port.postMessage({ tell: 'event', name: name, data: data });
    else tellOpener({ talk: 'event', name: name, data: data });
  }
  function tellOpener(m) { m.kind = kind; m.account = hash.a; try { if (window.opener) window.opener.postMessage(m, '*'); } catch (e) { /* gone */ } }
  function wanted(f) { var a = (SET.ask || {})[f]; return a === 'mandatory' || a === 'required' ? 'must' : a ? 'may' : ''; }

  /* ---------- pages ---------- */
  function resolve(p) {
    if (p === 'start-online' && !be.online(filter())) return 'start-offline';
    if (p === 'online' && !be.online(filter())) return 'offline';
    return p;
  }
  function page() {          /* the status in which the chat is now */
    if (V.flipped) return 'hidden';
    if (DOCK && MOBILE && V.page !== 'hidden') return 'mini';
    return V.page;
  }
  function go(p, opt) {
    V.flipped = false; V.flow = null; V.done = null; V.leaving = false; V.note = '';
    if (p !== 'chat') V.pro = null;
    V.want = p; V.page = resolve(p);
    if (!opt || !opt.quiet) draw();
  }
  function apiPage(p, pro) {
    if (p === 'mini' || p === 'hidden' || /^start/.test(p)) { V.pending = null; go(p); return; }
    if (DOCK && MOBILE) { openWindow(p, pro); return; }
    if (p === 'chat') openChat(pro || {}, 'api'); else go(p);
  }
  function openWindow(p, pro, initiator) {
    V.pending = null;
    port.postMessage({ tell: 'open', extra: { page: p, pro: pro || null, initiator: initiator || 'api' } });
  }
  function openChat(pro, initiator) {
    if (running()) {
      go('chat', { quiet: true });
      if (chat().box === 'min' && DOCK) setBox('res');
      draw();
      return true;
    }
    var f = { departments: pro.departments || O.departments, operators: pro.operators || O.operators };
    if (!be.online(f)) { if (initiator !== 'trigger') go('offline'); return false; }
    var who = be.pick(f), show = {};
    ['department_name', 'operator_name', 'operator_photo'].forEach(function (k) { if (pro[k]) show[k] = pro[k]; });
    var p = { initiator: initiator, filter: f, op: who.op.id, dep: who.dep ? who.dep.id : null, show: show, opening: pro.message || be.welcome(who.op.id) };
    go('chat', { quiet: true });
    V.pro = p; V.box = 'res';
    if (SET.proactiveStart === 'open') {
      be.start({ hold: true, initiator: initiator, filter: f, opId: p.op, depId: p.dep, show: show, opening: p.opening, who: basic() }).then(function () { V.pro = null; draw(); });
    }
    draw();
    return true;
  }
  function box() { return running() ? chat().box : V.box; }
  function setBox(b) {
    if (!DOCK || box() === b) return;
    V.box = b;
    if (running()) be.box(b);
    emit('onchange', { chat_status: b });
    draw();
  }

  /* ---------- the way into a chat ---------- */
  function basic() {          /* what may be sent without asking */
    var g = be.visitor().given || {}, free = !privacy();
    return { name: O.c_name || g.name || '', email: (free && O.c_email) || g.email || '', phone: (free && O.c_phone) || g.phone || '' };
  }
  function flow(kindOf, text, extra) {
    var who = basic(), steps = [], held = privacy() ? { email: !who.email && O.c_email, phone: !who.phone && O.c_phone } : {};
    ['name', 'email', 'phone'].forEach(function (f) { if (wanted(f) && !who[f] && !held[f]) steps.push(f); });
    if (held.email || held.phone) steps.push('consent');
    V.flow = Object.assign({ kind: kindOf, text: text, who: who, held: held, steps: steps, agreed: false }, extra || {});
    step();
  }
  function step() {
    var f = V.flow;
    if (!f) return;
    if (f.steps[0] === 'consent' && f.agreed) { f.steps.shift(); useHeld(f); }
    if (f.steps.length) { V.note = ''; draw(); return; }
    if (f.busy) return;
    f.busy = true; draw();
    var p = V.pro, job;
    if (f.kind === 'client') job = be.start({ initiator: 'client', text: f.text, filter: filter(), opId: f.opId, depId: f.depId, who: f.who });
    else if (f.kind === 'pro') job = be.start({ initiator: p.initiator, text: f.text, filter: p.filter, opId: p.op, depId: p.dep, show: p.show, opening: p.opening, who: f.who });
    else job = be.send(f.text, f.who);
    be.visit({ name: f.who.name, email: f.who.email, phone: f.who.phone });
    job.then(function () { V.flow = null; V.pro = null; V.draft = ''; V.want = V.page = 'chat'; V.flipped = false; V.focus = true; draw(); });
  }
  function useHeld(f) { if (f.held.email) f.who.email = O.c_email; if (f.held.phone) f.who.phone = O.c_phone; }
  function abort() {
    var f = V.flow; V.flow = null;
    V.draft = f.text; V.note = t('must');
    if (f.kind === 'client') { V.page = resolve('online'); }
    V.focus = true; draw();
  }
  function given(field, value) {
    var f = V.flow, d = { accepted: true }, g = Object.assign({}, be.visitor().given);
    d[field] = value; f.who[field] = value; g[field] = value;
    be.visit({ given: g });
    if (field !== 'name' && privacy()) f.agreed = true;
    f.steps.shift();
    emit('on' + field + 'required', d);
    step();
  }
  function declined(field) {
    var f = V.flow;
    if (field === 'consent') {
      if (['email', 'phone'].some(function (x) { return f.held[x] && wanted(x) === 'must'; })) { abort(); return; }
      f.steps.shift(); step(); return;
    }
    emit('on' + field + 'required', { accepted: false });
    if (wanted(field) === 'must') { abort(); return; }
    f.steps.shift(); step();
  }

  function valid(field, v) {
    if (!v) return t('need');
    if (field === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(v)) return t('badmail');
    if (field === 'phone' && !/^\+?[\d\s()\/.-]{5,}$/.test(v)) return t('badphone');
    return '';
  }

  /* ---------- scenes ---------- */
  function field(label, key, o) {
    o = o || {};
    var val = o.value !== undefined ? o.value : V.form[key] || '';
    var el = h(o.rows ? 'textarea' : 'input', { 'data-k': key, rows: o.rows, type: o.rows ? null : o.type || 'text', autocomplete: o.auto, 'aria-required': o.must ? 'true' : null, maxlength: o.rows ? 4000 : 200, value: val,
      oninput: function () { V.form[key] = el.value; if (o.set) o.set(el.value); } });
    return { el: el, wrap: h('label', { class: 'field' }, h('span', { class: 'cap' }, label + (o.must ? ' *' : '')), el) };
  }
  function agree() {
    var c = h('input', { type: 'checkbox', 'data-k': 'agree' });
    return { el: c, wrap: h('div', { class: 'agree' }, h('label', {}, c, h('span', {}, t('agree'))), ' ', h('a', { href: privacy(), target: '_blank', rel: 'noopener' }, t('privacy'))) };
  }
  function links() {
    var l = [['contact', web(O.url_contact) || web(SET.urlContact)], ['faq', web(O.url_faq) || web(SET.urlFaq)], ['privacy', privacy()]].filter(function (x) { return x[1]; });
    return l.length ? h('nav', { class: 'links', 'aria-label': t('team') }, l.map(function (x) { return h('a', { href: x[1], target: '_blank', rel: 'noopener' }, t(x[0])); })) : null;
  }
  function note() { return h('p', { class: 'note', role: 'alert' }, V.note || ''); }
  function frame(title, body, tools, cls) {
    return h('section', { class: 'panel ' + (cls || ''), role: DOCK ? 'dialog' : 'main', 'aria-label': t('product') },
      h('div', { class: 'body' }, body), links(), h('header', { class: 'head' }, h('h2', {}, title), h('div', { class: 'tools' }, tools)));
  }
  function foldTool() { return DOCK ? [btn('fold', function () { go('start-online'); }, 'tool', { 'aria-label': t('fold') })] : []; }

  function sceneBar() {
    var on = V.page === 'start-online', hint = bubbleShown();
    return h('div', { class: 'stack' },
      hint && h('div', { class: 'bubble', role: 'complementary', 'aria-label': t('bubble') },
        h('button', { type: 'button', class: 'hint', 'data-k': 'hint', onclick: openBox }, t('bubble')),
        h('button', { type: 'button', class: 'tool', 'aria-label': t('bubbleX'), 'data-k': 'hintx', onclick: function () { V.bubble = false; draw(); } }, '×')),
      h('button', { type: 'button', class: 'bar ' + (on ? 'is-on' : 'is-off'), 'aria-expanded': 'false', 'data-k': 'bar', onclick: openBox }, t(on ? 'barOn' : 'barOff')));
  }
  function openBox() {
    V.focus = true;
    if (running()) { openChat({}, 'api'); return; }
    go(V.page === 'start-online' || V.page === 'online' ? 'online' : 'offline');
  }
  function sceneMini() {
    var n = fresh(), on = be.online(filter());
    return h('button', { type: 'button', class: 'mini ' + (on ? 'is-on' : 'is-off'), 'data-k': 'mini', 'aria-haspopup': 'dialog',
      'aria-label': t(on ? 'barOn' : 'barOff') + (n ? ' – ' + t('fresh', n) : ''),
      onclick: function () { var p = V.pending; V.seen = lastN(); openWindow(p ? p.page : running() ? 'chat' : 'online', p && p.pro, p && p.initiator); draw(); } }, h('span', { 'aria-hidden': 'true' }, n || V.pending ? '●' : '✎'));
  }
  function lastN() { var c = chat(); return c && c.msgs.length ? c.msgs[c.msgs.length - 1].n : 0; }
  function fresh() { var c = chat(); return running() ? c.msgs.filter(function (m) { return m.from === 'o' && m.n > (V.seen || 0); }).length : 0; }

  function picker(offline) {   /* by hand: an operator; else a department, when there is a choice */
    var gs = be.groups(filter(), O.clone_operators);
    if (SET.assignment === 'manual') {
      if (offline) {
        var sel = h('select', { 'data-k': 'opr', onchange: function () { V.form.opr = sel.value; } }, gs.map(function (g, i) {
          var os = g.list.map(function (x, j) { return h('option', { value: i + '.' + j }, x.op.name); });
          return g.name ? h('optgroup', { label: g.name }, os) : os;
        }).flat());
        if (V.form.opr) sel.value = V.form.opr;
        if (sel.selectedIndex < 0) sel.selectedIndex = 0;
        return { wrap: h('label', { class: 'field' }, h('span', { class: 'cap' }, t('opr')), sel), get: function () { var k = sel.value.split('.'), g = gs[k[0]]; return g ? { opId: g.list[k[1]].op.id } : {}; } };
      }
      var picked = null, radios = [], first = true;
      var box = h('div', { class: 'people', role: 'radiogroup', 'aria-label': t('opr') }, gs.map(function (g, i) {
        return h('div', { role: 'group', 'aria-label': g.name || t('team') }, g.name && h('h3', {}, g.name), g.list.map(function (x, j) {
          var v = i + '.' + j, r = h('input', { type: 'radio', name: 'person', value: v, disabled: !x.online, 'data-k': 'r' + v, onchange: function () { V.form.person = v; } });
          if (x.online && (V.form.person ? V.form.person === v : first)) { r.checked = true; first = false; }
          radios.push([r, g, x]);
          return h('label', { class: 'person' }, r, pic(x.op.photo) && h('img', { src: x.op.photo, alt: '' }), h('span', {}, x.op.name + (x.op.rank ? ', ' + x.op.rank : '') + ' (' + t(x.online ? 'on' : 'off') + ')'));
        }));
      }));
      return { wrap: box, get: function () {
        radios.forEach(function (r) { if (r[0].checked) picked = r; });
        return picked ? { opId: picked[2].op.id, depId: picked[1].dep ? picked[1].dep.id : null } : {};
      } };
    }
    var ds = gs.filter(function (g) { return g.dep; });
    if (ds.length < 2 || offline) return null;
    var s = h('select', { 'data-k': 'dep', onchange: function () { V.form.dep = s.value; } }, h('option', { value: '' }, '—'), ds.map(function (g) {
      var ok = g.list.some(function (x) { return x.online; });
      return h('option', { value: String(g.dep.id), disabled: !ok }, g.name + ' (' + t(ok ? 'on' : 'off') + ')');
    }));
    if (V.form.dep) s.value = V.form.dep;
    if (s.selectedIndex < 0 || (s.selectedOptions[0] && s.selectedOptions[0].disabled)) s.selectedIndex = 0;
    return { wrap: h('label', { class: 'field' }, h('span', { class: 'cap' }, t('dep')), s), get: function () { return s.value ? { depId: s.value } : {}; } };
  }
  function sceneOnline() {
    var p = picker(false), m = field(t('ask'), 'msg', { rows: 4, must: true, value: V.draft, set: function (v) { V.draft = v; } }), n = note();
    var f = h('form', { novalidate: true, onsubmit: function (e) {
      e.preventDefault();
      var text = m.el.value.trim();
      if (!text) { n.textContent = t('need'); m.el.focus(); return; }
      V.focus = true;
      if (running()) { be.send(text); V.draft = ''; go('chat'); return; }
      flow('client', text, p ? p.get() : {});
    } }, m.wrap, p && p.wrap, n, h('button', { type: 'submit', class: 'main', 'data-k': 'go' }, t('go')));
    return frame(t('product'), f, foldTool(), 'online');
  }
  function sceneStep() {
    var f = V.flow, k = f.steps[0], n = note(), con = k !== 'name' && privacy() ? agree() : null, inp = null;
    if (k !== 'consent') inp = field(t(k), 'ask-' + k, { type: k === 'email' ? 'email' : k === 'phone' ? 'tel' : 'text', auto: k === 'phone' ? 'tel' : k, must: true });
    var head = k === 'consent' ? [f.held.email && O.c_email, f.held.phone && O.c_phone].filter(Boolean).join(', ') : t('ask' + k);
    return frame(t('product'), h('form', { novalidate: true, onsubmit: function (e) {
      e.preventDefault();
      var v = inp ? inp.el.value.trim() : '', bad = inp ? valid(k, v) : '';
      if (bad) { n.textContent = bad; inp.el.focus(); return; }
      if (con && !con.el.checked) { n.textContent = t('needagree'); con.el.focus(); return; }
      V.focus = true;
      if (k === 'consent') { f.agreed = true; f.steps.shift(); useHeld(f); step(); } else given(k, v);
    } }, h('p', { class: 'lead' }, head), inp && inp.wrap, con && con.wrap, n,
      h('button', { type: 'submit', class: 'main', 'data-k': 'next' }, t('next')),
      btn('no', function () { declined(k); })), foldTool(), 'step');
  }
  function sceneBusy() { return frame(t('product'), h('p', { role: 'status' }, t('busy')), [], 'busy'); }
  function sceneOffline() {
    var p = picker(true), n = note(), con = privacy() ? agree() : null, F = V.form, w = wanted;
    if (F.name === undefined) F.name = O.c_name || '';
    if (F.email === undefined) F.email = O.c_email || '';
    if (F.phone === undefined) F.phone = O.c_phone || '';
    var m = field(t('offMsg'), 'msg', { rows: 4, must: true, value: V.draft, set: function (v) { V.draft = v; } });
    var a = field(t('name'), 'name', { auto: 'name', must: w('name') === 'must' }), b = field(t('email'), 'email', { type: 'email', auto: 'email', must: true }), c = field(t('phone'), 'phone', { type: 'tel', auto: 'tel', must: w('phone') === 'must' });
    var busy = false;
    return frame(t('offHead'), h('form', { novalidate: true, onsubmit: function (e) {
      e.preventDefault();
      if (busy) return;
      var d = { name: a.el.value.trim(), email: b.el.value.trim(), phone: c.el.value.trim(), message: m.el.value.trim() };
      var bad = !d.message ? [m, t('need')] : w('name') === 'must' && !d.name ? [a, t('need')] : valid('email', d.email) ? [b, valid('email', d.email)]
        : (d.phone || w('phone') === 'must') && valid('phone', d.phone) ? [c, valid('phone', d.phone)] : con && !con.el.checked ? [con, t('needagree')] : null;
      if (bad) { n.textContent = bad[1]; bad[0].el.focus(); return; }
      if (SET.assignment === 'manual' && p) { var o = p.get(); if (o.opId !== undefined) d.operator_id = o.opId; }
      busy = true;
      be.mail(Object.assign({ at: Date.now() }, d)).then(function () {
        V.draft = ''; V.form = {}; V.focus = true; V.done = 'offDone';
        emit('onofflinemessage', d);
        draw();
      });
    } }, p && p.wrap, m.wrap, b.wrap, a.wrap, c.wrap, con && con.wrap, n, h('button', { type: 'submit', class: 'main', 'data-k': 'offgo' }, t('offGo'))), foldTool(), 'offline');
  }
  function sceneDone() {
    return frame(t('product'), [h('p', { role: 'status', class: 'lead' }, t(V.done)), btn('ok', function () { go(DOCK ? 'start-online' : 'online'); }, 'main')], [], 'done');
  }
  function sceneRate() {
    var c = chat(), stars = 0, n = note(), m = field(t('rateMsg'), 'rate', { rows: 3 }), busy = false;
    var g = h('div', { role: 'radiogroup', class: 'stars', 'aria-label': t('stars') }, [1, 2, 3, 4, 5].map(function (i) {
      return h('label', {}, h('input', { type: 'radio', name: 'stars', 'aria-label': t('star', i), 'data-k': 's' + i, onchange: function () { stars = i; } }), h('span', { 'aria-hidden': 'true' }, '★' + i));
    }));
    return frame(t('ended'), h('form', { novalidate: true, onsubmit: function (e) {
      e.preventDefault();
      if (busy) return;
      if (!stars) { n.textContent = t('needstar'); return; }
      busy = V.ours = true;
      var text = m.el.value.trim(), w = c.who || {};
      be.rate(stars, text).then(function () {
        V.form = {}; V.done = 'rateDone'; V.ours = V.rating = false; V.focus = true;
        emit('onchatrating', { ticket: c.ticket, name: w.name || '', email: w.email || '', phone: w.phone || '', rating: stars, message: text, operator_id: c.op, department_id: c.dep });
        draw();
      });
    } }, h('p', { class: 'lead' }, t('rateHead')), g, m.wrap, n, h('button', { type: 'submit', class: 'main', 'data-k': 'rategr' }, t('rateGo')),
      btn('rateNo', function () { be.drop(); go(DOCK ? 'start-online' : 'online'); })), [], 'rate');
  }
  function person() {
    var c = running() ? chat() : null, s = c ? c.show : V.pro ? V.pro.show : {}, id = c ? c.op : V.pro ? V.pro.op : null, dp = c ? c.dep : V.pro ? V.pro.dep : null;
    if (c && id === null && c.opening !== undefined) id = c.wantOp;
    if (c && id === null && (c.status === 'held' || c.greeted)) { id = c.wantOp; dp = c.wantDep; }
    var o = id !== null && id !== undefined ? be.op(id) : null, d = dp !== null && dp !== undefined ? be.dep(dp) : null;
    s = s || {};
    return { name: s.operator_name || (o && o.name) || '', dep: s.department_name || (d && d.name) || '', photo: pic(s.operator_photo) || (o && pic(o.photo)) || '', rank: (!s.operator_name && o && o.rank) || '' };
  }
  function sceneMin() {
    var n = fresh(), p = person();
    return h('button', { type: 'button', class: 'bar is-chat', 'data-k': 'back', 'aria-label': t('back') + (n ? ' – ' + t('fresh', n) : ''), onclick: function () { V.focus = true; setBox('res'); } }, (p.name || t('product')) + (n ? ' (' + n + ')' : ''));
  }
  function sceneChat() {
    var m = field(t('write'), 'line', { rows: 2, value: V.line, set: function (v) { V.line = v; } });
    m.el.addEventListener('keydown', function (e) { if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); post(); } });
    function post() {
      var text = m.el.value.trim();
      if (!text) return;
      var c = running() ? chat() : null;
      if (!c && V.pro && SET.proactiveStart === 'open') return;      /* its ticket is on the way */
      m.el.value = V.line = '';
      if (!c && V.pro) flow('pro', text);
      else if (c && c.status === 'held') flow('held', text);
      else if (c) be.send(text);
    }
    var log = h('div', { class: 'log', role: 'log', 'aria-label': t('log'), tabindex: '0' }), typ = h('p', { class: 'typing', role: 'status' });
    var who = h('h2', {}), sub = h('p', { class: 'sub' }), img = h('img', { alt: '' }), tools = h('div', { class: 'tools' }), ask = h('div', {}), n = note();
    var el = h('section', { class: 'panel chat', role: DOCK ? 'dialog' : 'main', 'aria-label': t('product') },
      h('div', { class: 'body' }, log, typ, ask, n, h('form', { class: 'line', onsubmit: function (e) { e.preventDefault(); post(); } }, m.wrap, h('button', { type: 'submit', class: 'main', 'data-k': 'post' }, t('send')))),
      links(), h('header', { class: 'head' }, img, h('div', { class: 'whom' }, who, sub), tools));
    var shown = {}, toolKey = '', askKey = null, proShown = null;
    el.update = function () {
      var c = running() ? chat() : null, p = person(), msgs = c ? c.msgs : V.pro ? [{ n: 0, from: 'o', text: V.pro.opening }] : [];
      who.textContent = p.name || t('product');
      sub.textContent = [p.rank, p.dep].filter(Boolean).join(' · ');
      if (p.photo) { img.src = p.photo; img.hidden = false; } else img.hidden = true;
      if ((c && shown[0]) || (!c && V.pro !== proShown)) { log.textContent = ''; shown = {}; proShown = V.pro; }
      msgs.forEach(function (x) {
        if (shown[x.n]) return;
        shown[x.n] = true;
        if (x.from === 's') log.append(h('p', { class: 'sys' }, t('joined', p.name)));
        else log.append(h('div', { class: 'msg ' + (x.from === 'v' ? 'mine' : 'theirs') }, h('span', { class: 'by' }, x.from === 'v' ? t('you') : p.name), h('p', {}, x.text)));
        log.scrollTop = log.scrollHeight;
      });
      typ.textContent = c && c.status === 'waiting' ? t('waiting') : c && c.typing ? t('typing', p.name) : '';
      n.textContent = V.note || '';
      if (askKey !== V.leaving) {
        askKey = V.leaving; ask.textContent = '';
        if (V.leaving) ask.append(h('div', { class: 'leave', role: 'alertdialog', 'aria-label': t('leaveQ') }, h('p', {}, t('leaveQ')),
          btn('leaveY', function () { V.leaving = false; leave(); }, 'main'), btn('leaveN', function () { V.leaving = false; draw(); })));
      }
      var k = box() + (c ? 'c' : '');
      if (k !== toolKey) {
        toolKey = k; tools.textContent = '';
        tools.append(h('button', { type: 'button', class: 'tool', 'aria-label': t('leave'), 'data-k': 'leave', onclick: function () { if (running() && chat().status !== 'held') { V.leaving = true; draw(); } else leave(); } }, '⏏'));
        if (DOCK) {
          tools.append(box() === 'max'
            ? h('button', { type: 'button', class: 'tool', 'aria-label': t('res'), 'data-k': 'size', onclick: function () { setBox('res'); } }, '❐')
            : h('button', { type: 'button', class: 'tool', 'aria-label': t('max'), 'data-k': 'size', onclick: function () { setBox('max'); } }, '❏'));
          tools.append(h('button', { type: 'button', class: 'tool', 'aria-label': t('min'), 'data-k': 'min', onclick: function () { V.focus = true; setBox('min'); } }, '▁'));
        }
      }
    };
    return el;
  }
  function leave() {
    if (!running()) { go(DOCK ? 'start-online' : 'online'); return; }
    be.close('visitor');
  }

  /* ---------- drawing ---------- */
  function bubbleShown() { return DOCK && V.bubble && !MOBILE && /^start-/.test(V.page); }
  function pickScene() {
    var p = page();
    if (p === 'hidden') return ['none', null, ['1px', '1px']];
    if (p === 'mini') return ['mini' + fresh() + be.online(filter()) + !!V.pending, sceneMini, ['64px', '64px']];
    if (/^start-/.test(p)) return ['bar' + p + bubbleShown(), sceneBar, ['252px', bubbleShown() ? '150px' : '52px']];
    var big = ['352px', '500px'];
    if (V.done) return ['done' + V.done, sceneDone, big];
    if (V.flow && V.flow.busy) return ['busy', sceneBusy, big];
    if (V.flow && V.flow.steps.length) return ['step' + V.flow.steps[0], sceneStep, big];
    if (p === 'offline') return ['offline', sceneOffline, big];
    if (p === 'chat' && V.rating) return ['rate', sceneRate, big];
    if (p === 'chat') {
      if (DOCK && box() === 'min') return ['min' + fresh() + person().name, sceneMin, ['252px', '52px']];
      return ['chat', sceneChat, box() === 'max' ? ['760px', '94vh'] : big];
    }
    return ['online' + V.note + JSON.stringify(be.groups(filter(), O.clone_operators).map(function (g) { return [g.name, g.list.map(function (x) { return [x.op.id, x.online]; })]; })), sceneOnline, big];
  }
  var cur = { key: '', el: null };
  function draw() {
    if (!V) return;
    var s = pickScene(), old = root.activeElement && root.activeElement.getAttribute('data-k');
    if (s[0] !== cur.key) {
      if (cur.el) cur.el.remove();
      cur = { key: s[0], el: s[1] ? s[1]() : null };
      if (cur.el) root.append(cur.el);
      if (cur.el && cur.el.update) cur.el.update();
      if (cur.el && (V.focus || old)) {
        var f = (!V.focus && old && cur.el.querySelector('[data-k="' + old + '"]')) || cur.el.querySelector('textarea,input:not([disabled]),select,button') || cur.el;
        f.focus();
      }
    } else if (cur.el && cur.el.update) cur.el.update();
    V.focus = false;
    if (s[0].indexOf('chat') === 0) V.seen = lastN();
    var view = { page: page(), online: be.online(filter()), shown: s[0] !== 'none', chatting: running(), side: V.side, w: s[2][0], h: s[2][1] }, j = JSON.stringify(view);
    if (j === sent || !V.up) return;
    sent = j;
    if (DOCK) port.postMessage({ tell: 'view', view: view }); else tellOpener({ talk: 'view', view: view });
  }
  function changed() {          /* the session or the presence changed, here or elsewhere */
    var c = chat(), run = running();
    if (run && !V.had) {
      V.had = true; V.rating = false;
      if (V.page !== 'chat' && page() !== 'hidden' && V.page !== 'mini') { V.want = V.page = 'chat'; V.flow = null; V.done = null; }
    }
    if (!run && V.had) {
      V.had = false; V.leaving = false; V.box = 'res';
      if (V.page === 'chat') {
        if (c && c.status === 'ended' && c.op !== null && SET.rating !== false && !c.rated) V.rating = true;
        else { V.want = DOCK ? 'start-online' : 'online'; V.page = resolve(V.want); }
      }
      V.focus = V.page === 'chat' && !!root.activeElement;
    }
    if (V.rating && c && c.rated && !V.done && !V.ours) { V.rating = false; V.want = DOCK ? 'start-online' : 'online'; V.page = resolve(V.want); }
    if (V.want === 'start-online' || V.want === 'online') {
      var p = resolve(V.want), dirty = V.page === 'offline' && (V.draft || V.form.email || V.form.phone);
      if (p !== V.page && !V.done && !dirty && !(V.flow && V.flow.busy)) { if (V.flow) { V.draft = V.flow.text; V.flow = null; } V.page = p; }
    }
    draw();
  }

  /* ---------- triggers ---------- */
  function hit(c, s) {
    if (c === undefined || c === null) return true;
    s = String(s || '');
    if (typeof c === 'string') return s.indexOf(c) >= 0;
    if (c.is !== undefined) return s === c.is;
    if (c.has !== undefined) return s.indexOf(c.has) >= 0;
    if (c.like !== undefined) { try { return new RegExp(c.like).test(s); } catch (e) { return false; } }
    return true;
  }
  function clock(zone) {
    var f = {};
    try { new Intl.DateTimeFormat('en-GB', { timeZone: zone || undefined, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', weekday: 'short' }).formatToParts(new Date()).forEach(function (p) { f[p.type] = p.value; }); } catch (e) { return null; }
    return { hm: f.hour + ':' + f.minute, day: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(f.weekday) + 1 };
  }
  function meets(w, began) {
    var v = be.visitor(), now = v.views[v.views.length - 1] || {}, prev = v.views[v.views.length - 2] || {}, src = v.source || {}, st = be.st.cur;
    var seen = w.url && w.url.seen || w.title && w.title.seen;
    if (!hit(w.url, now.url) || !hit(w.title, now.title) || (w.prevUrl && !hit(w.prevUrl, prev.url)) || (w.prevTitle && !hit(w.prevTitle, prev.title)) || (w.sourceUrl && !hit(w.sourceUrl, src.url))) return false;
    if (seen && v.views.filter(function (x) { return hit(w.url, x.url) && hit(w.title, x.title); }).length < seen) return false;
    if (w.seconds !== undefined && (Date.now() - began) / 1000 < w.seconds) return false;
    if (w.pages !== undefined && (v.pages || 0) < w.pages) return false;
    if (w.chats !== undefined && st.chats < w.chats) return false;
    if (w.maxChats !== undefined && st.chats > w.maxChats) return false;
    if (w.days || w.hours) {
      var c = clock(w.zone);
      if (!c || (w.days && w.days.indexOf(c.day) < 0)) return false;
      if (w.hours) { var a = w.hours[0], b = w.hours[1], inside = a <= b ? c.hm >= a && c.hm < b : c.hm >= a || c.hm < b; if (!inside) return false; }
    }
    return true;
  }
  function launch(g) {
    if (running() || V.pro || V.flow) return false;
    var act = Object.assign({}, g.action || {}), f = { departments: act.departments || O.departments, operators: act.operators || O.operators };
    if (act.open !== false && !be.online(f)) return false;
    be.triggered(g.id);
    emit('ontrigger', { id: g.id, title: g.title });
    if (act.open === false) return true;
    if (MOBILE || V.page === 'mini') { V.pending = { page: 'chat', pro: act, initiator: 'trigger' }; if (V.page === 'hidden') { V.want = V.page = 'mini'; } draw(); }
    else openChat(act, 'trigger');
    return true;
  }
  function triggers() {
    var began = Date.now(), l = be.world.triggers || [];
    if (!l.length) return;
    setInterval(function () {
      l.forEach(function (g) { if ((be.st.cur.trig[g.id] || 0) < (g.times || 1) && !g.manual && meets(g.when || {}, began)) launch(g); });
    }, 200);
  }

  /* ---------- start ---------- */
  function styles() {
    var out = [h('style', {}, SKIN)];
    if (O.css_file && /^(https?:)?\/\//i.test(O.css_file)) out.push(h('link', { rel: 'stylesheet', href: O.css_file }));
    if (O.css_text) out.push(h('style', {}, String(O.css_text)));
    return out;
  }
  function boot(extra) {
    L = String(O.lang || '').toLowerCase().slice(0, 2);
    be = LCB.open(O.account, O.session_per_host === true || O.session_per_host === 'true' || O.session_per_host === 1 ? 'host.' + CTX.host : 'all');
    SET = be.settings;
    if (!LCW[L]) L = LCW[SET.lang] ? SET.lang : 'en';
    T = Object.assign({}, LCW.en, LCW[L], (SET.texts || {})[L] || {});
    document.documentElement.lang = L;
    document.title = t('product');
    customElements.define('talk-panel', class extends HTMLElement {});
    host = document.createElement('talk-panel');
    root = host.attachShadow({ mode: be.world.shadow === 'closed' ? 'closed' : 'open' });
    styles().forEach(function (x) { root.append(x); });
    styles().slice(1).forEach(function (x) { document.head.append(x); });
    document.body.className = DOCK ? 'dock' : 'window';
    document.body.style.cssText = 'margin:0;height:100vh;overflow:hidden';
    host.className = DOCK ? 'dock' : 'window';
    document.body.append(host);

    V = { want: '', page: '', flipped: false, side: O.side === 'left' ? 'left' : 'right', bubble: O.bubble === undefined ? !!SET.bubble : O.bubble === true || O.bubble === 1 || O.bubble === 'true',
      box: 'res', form: {}, draft: '', line: '', pro: null, flow: null, done: null, note: '', rating: false, leaving: false, had: running(), up: false, seen: 0 };
    var start = O.page && O.page !== 'chat' && ['start-online', 'online', 'start-offline', 'offline', 'hidden', 'mini'].indexOf(O.page) >= 0 ? O.page : 'start-online';
    var before = !be.visitor().source;
    var vis = { nameByOp: O.c_name_byop || O.c_name || '', custom: O.custom === undefined ? '' : O.custom };
    be.known = basic();
    if (O.c_name) vis.name = O.c_name;
    if (!privacy()) { if (O.c_email) vis.email = O.c_email; if (O.c_phone) vis.phone = O.c_phone; }
    if (before) vis.source = { url: CTX.ref, page: CTX.href };
    be.visit(vis, DOCK ? { url: CTX.href, title: CTX.title } : null);
    if (DOCK) {
      [].concat(O.target || []).forEach(function (g) {
        var re = new RegExp('^' + String(g).split('*').map(function (x) { return x.replace(/[.*+?^${}()|[\]\\\/]/g, '\\$&'); }).join('.*') + '$');
        if (re.test(CTX.href)) be.reached(String(g));
      });
    }
    be.starters.push(function (c) {
      V.had = true; V.rating = false; V.pro = null;
      if (!(DOCK && (MOBILE || V.page === 'mini'))) { V.flipped = false; V.want = V.page = 'chat'; }
      else if (V.page === 'hidden') V.want = V.page = 'mini';
      emit('onchatstart', { ticket: c.ticket, initiator: c.initiator });
      draw();
    });
    be.st.fns.push(changed); be.pres.fns.push(changed);
    be.trigger = function (id) { return (be.world.triggers || []).some(function (g) { return String(g.id) === String(id) && launch(g); }); };
    window.livechatooBackend = be;

    if (running() && (!DOCK || (start !== 'hidden' && start !== 'mini'))) V.want = V.page = 'chat';
    else if (!DOCK) {
      V.want = 'online'; V.page = resolve('online');
      if (extra.page === 'chat') openChat(extra.pro || {}, extra.initiator || 'api');
      else if (extra.page) { V.want = extra.page; V.page = resolve(extra.page); }
    } else { V.want = start; V.page = resolve(start); }
    V.up = true;
    V.focus = !DOCK;
    draw();
    if (DOCK) {
      var then = running() && chat().status !== 'held' ? [{ name: 'onchatopened', data: { ticket: chat().ticket, initiator: chat().initiator } }] : [];
      port.postMessage({ tell: 'ready', then: then, data: { page: page(), online: be.online(filter()), account: O.account, lang: L, side: V.side, bubble: bubbleShown(), mobile: MOBILE, chatting: running() } });
      triggers();
    }
  }
  function command(m) {
    if (m.do === 'page') apiPage(m.page, m.pro);
    else if (m.do === 'bubble') { V.bubble = m.on; draw(); }
    else if (m.do === 'side') { V.side = m.side; draw(); }
    else if (m.do === 'flip') {
      if (V.flipped) { V.flipped = false; draw(); }
      else if (V.page === 'hidden') go('start-online');
      else { V.flipped = true; draw(); }
    } else if (m.do === 'blocked') {
      if (V.page === 'hidden') { V.want = V.page = 'mini'; }
      V.flipped = false; V.pending = m.extra; draw();
    }
  }

  if (DOCK) {
    window.addEventListener('message', function (ev) {
      if (ev.source !== window.parent || !ev.data || ev.data.dock !== 'port' || port) return;
      O = ev.data.opts; CTX = ev.data.ctx; MOBILE = !!ev.data.mobile;
      port = ev.ports[0];
      port.onmessage = function (e) { command(e.data); };
      setTimeout(function () { boot({}); }, LCB.latency);
    });
    window.parent.postMessage({ dock: 'frame', gen: +hash.g }, '*');
  } else {
    var got = false, take = function (o, c, x) { if (got) return; got = true; O = o; CTX = c; MOBILE = false; boot(x || {}); };
    window.addEventListener('message', function (ev) {
      if (!window.opener || ev.source !== window.opener || !ev.data || ev.data.talk !== 'config') return;
      try { sessionStorage.setItem('talk', JSON.stringify([ev.data.opts, ev.data.ctx])); } catch (e) { /* blocked */ }
      take(ev.data.opts, ev.data.ctx, ev.data.extra);
    });
    window.addEventListener('hashchange', function () { location.reload(); });   /* opened again with other settings */
    tellOpener({ talk: 'hello' });
    setTimeout(function () {
      if (got) return;
      var s = null;
      try { s = JSON.parse(sessionStorage.getItem('talk')); } catch (e) { /* none */ }
      if (s && s[0].account === hash.a) take(s[0], s[1]);
      else if (hash.a) take({ account: hash.a, lang: hash.l }, { href: '', host: '', title: '', ref: '' });
    }, 700);
  }

  var SKIN = [
    ':host{display:block;height:100%;font:14px/1.4 system-ui,sans-serif;color:#1d2b2c}',
    '*{box-sizing:border-box}button,input,select,textarea{font:inherit;color:inherit}',
    'button:focus-visible,input:focus-visible,textarea:focus-visible,select:focus-visible,a:focus-visible{outline:3px solid #d97706;outline-offset:1px}',
    '.stack{display:flex;flex-direction:column;justify-content:flex-end;height:100%}',
    '.bar{width:100%;height:44px;flex:none;border:0;border-radius:12px 12px 0 0;background:#155e63;color:#fff;font-weight:600;cursor:pointer;margin-top:8px}',
    '.bar.is-off{background:#5b6770}.mini{width:56px;height:56px;margin:4px;border:0;border-radius:50%;background:#155e63;color:#fff;font-size:24px;cursor:pointer}.mini.is-off{background:#5b6770}',
    '.bubble{display:flex;align-items:flex-start;background:#fff8e6;border:1px solid #d8c48a;border-radius:14px;padding:8px}.hint{border:0;background:none;text-align:left;flex:1;cursor:pointer}',
    '.panel{display:flex;flex-direction:column;height:100%;background:#fff;border:1px solid #9fb3b5;border-radius:14px 14px 0 0;overflow:hidden}',
    '.window .panel{border:0;border-radius:0}.head{order:-1;display:flex;gap:8px;align-items:center;background:#155e63;color:#fff;padding:8px 12px;min-height:48px}.head h2{font-size:15px;margin:0;flex:1}',
    '.whom{flex:1;min-width:0}.sub{margin:0;font-size:12px}.head img{width:36px;height:36px;border-radius:50%;object-fit:cover}',
    '.tools{display:flex;gap:4px}.tool{border:0;background:none;cursor:pointer;min-width:28px;min-height:28px}.body{flex:1;min-height:0;overflow:auto;padding:12px;display:flex;flex-direction:column}',
    'form{display:flex;flex-direction:column;gap:10px}.field{display:flex;flex-direction:column;gap:3px}.cap{font-size:12px;font-weight:600}',
    'input:not([type=radio]):not([type=checkbox]),select,textarea{border:1px solid #7a8d8f;border-radius:7px;padding:6px 8px;width:100%}textarea{resize:none}',
    '.main{border:0;border-radius:7px;background:#155e63;color:#fff;padding:8px 14px;font-weight:600;cursor:pointer}.plain{border:1px solid #7a8d8f;border-radius:7px;background:#fff;padding:7px 12px;cursor:pointer}',
    '.note{color:#a3180f;margin:0;min-height:0}.note:empty{display:none}.links{display:flex;gap:14px;padding:6px 12px;font-size:12px;border-top:1px solid #dbe4e5}',
    '.log{flex:1;overflow:auto;min-height:60px}.msg{margin:6px 0;max-width:85%}.msg p{margin:0;padding:6px 10px;border-radius:10px;background:#eaf1f1;white-space:pre-wrap;overflow-wrap:anywhere}.mine{margin-left:auto}.mine p{background:#dcebd7}.by{font-size:11px;color:#4a5a5b}.sys,.typing{font-size:12px;color:#4a5a5b;margin:4px 0}',
    '.line{flex-direction:row;align-items:flex-end}.line .field{flex:1}.person{display:flex;gap:8px;align-items:center;padding:3px 0}.person img{width:28px;height:28px;border-radius:50%}.people h3{font-size:12px;margin:6px 0 2px}.stars{display:flex;gap:12px}',
    '.leave{border:1px solid #d97706;border-radius:8px;padding:8px;margin:6px 0}.leave p{margin:0 0 6px}.leave button{margin-right:8px}', '@media (prefers-reduced-motion:no-preference){.panel{animation:rise .15s ease-out}}@keyframes rise{from{transform:translateY(12px)}}'
  ].join('\n');
})();
