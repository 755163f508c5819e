/** Reads the page's options: what is of another type, or throws, is as if it were not there. */
'use strict';

const TEXT_OPTIONS = [
  'c_name', 'c_name_byop', 'url_contact', 'url_faq', 'url_privacy', 'custom', 'departments', 'operators',
];
const PROACTIVE = [
  'message', 'departments', 'operators', 'department_name', 'operator_name', 'operator_photo',
];

/** What is longer is cut, and what are more is left out: nobody writes that on purpose. */
const LONGEST = 10000;
const LONGEST_CSS = 1000000;
const MOST = 100;

/** A text option, or '' when it is missing or something else. */
function text(options, name, longest = LONGEST) {
  const value = attempt(() => options[name]);
  return typeof value === 'string' ? cut(value, longest) : '';
}

/** The beginning of a text; a pair of surrogates is one character, and is not torn apart. */
function cut(value, longest) {
  if (value.length <= longest) return value;
  return value.slice(0, /[\ud800-\udbff]/.test(value[longest - 1]) ? longest - 1 : longest);
}

/** The text fields of these names, as a plain object that can be posted. */
function pick(given, names) {
  const picked = {};
  for (let i = 0; i < names.length; i += 1) picked[names[i]] = text(given, names[i]);
  return picked;
}

/** The texts in a list; a single text is a list of one. */
function texts(list) {
  if (typeof list === 'string') return list ? [cut(list, LONGEST)] : [];
  const length = attempt(() => (Array.isArray(list) ? list.length : 0));
  const found = [];
  for (let i = 0; i < length && i < MOST; i += 1) {
    const item = text(list, i);
    if (item) found[found.length] = item;
  }
  return found;
}

/** The departments that operators are cloned for, by the operators' names. */
function clones(options) {
  const given = attempt(() => options.clone_operators);
  const names = (isObject(given) && attempt(() => Object.keys(given))) || [];
  const found = Object.create(null);
  for (let i = 0; i < names.length && i < MOST; i += 1) {
    const departments = texts(attempt(() => given[names[i]]));
    if (departments.length) found[names[i]] = departments;
  }
  return found;
}

/** A slug of letters, digits, `-` and `_`, or '' when there is none. */
function accountOf(options) {
  const account = text(options, 'account');
  return /^[\w-]{1,100}$/.test(account) ? account : '';
}

/** The language as asked for, as long as it is one part of an address. */
function langOf(options) {
  const lang = text(options, 'lang', 35);
  return attempt(() => encodeURIComponent(lang)) && !/[/\\]|^\.+$/.test(lang) ? lang : 'en';
}

/** The widget's document of an account. */
function address(name, account, lang) {
  return ORIGIN + '/' + account + '/' + name + '/' + encodeURIComponent(lang);
}

/** The page's styles; a file is named against the page, and fetched over https as the frame is. */
function styles(options) {
  const given = text(options, 'css_file');
  const file = given && attempt(() => new URL(given, document.baseURI));
  const isWeb = file && (file.protocol === 'https:' || file.protocol === 'http:');
  if (isWeb) file.protocol = 'https:';
  return { file: isWeb ? file.href : '', text: text(options, 'css_text', LONGEST_CSS) };
}

/** The options that the widget's document passes on, without those that are not given. */
function knownOptions(options) {
  const picked = pick(options, TEXT_OPTIONS);
  const target = texts(attempt(() => options.target));
  const cloned = clones(options);
  for (let i = 0; i < TEXT_OPTIONS.length; i += 1) if (!picked[TEXT_OPTIONS[i]]) delete picked[TEXT_OPTIONS[i]];
  if (attempt(() => options.session_per_host) === true) picked.session_per_host = true;
  if (target.length) picked.target = target;
  if (Object.keys(cloned).length) picked.clone_operators = cloned;
  return picked;
}

/** What the widget's document gets to know of the page and its options. */
function introduction(options) {
  return {
    options: knownOptions(options),
    details: { email: text(options, 'c_email'), phone: text(options, 'c_phone') },
    styles: styles(options),
    lang: langOf(options),
    url: location.href,
    host: location.host,
    title: document.title,
    browser,
  };
}
