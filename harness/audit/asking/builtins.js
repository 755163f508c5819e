/**
 * What functions of the language and of the browser answer in this page, where anything may have
 * replaced them. By name: true, false, or nothing where that cannot be told. Nothing leaves the page:
 * what asks for addresses is tried on a blob, which browsers answer to GET alone.
 */
({ limit }, audit) =>
  audit.promise((done) => {
    const answers = {};
    if (audit.media('(scripting: none)').matches) return done(answers); // no timer ever goes off
    const { kept } = audit;
    let left = 1;
    const end = () => {
      left -= 1;
      if (left === 0) done(answers);
    };
    const probe = (name, look) => {
      try {
        answers[name] = look() !== false;
      } catch {
        answers[name] = false;
      }
    };
    /** A probe that tells its answer later; told nothing in time, nothing is known. */
    const probeLater = (name, start) => {
      left += 1;
      let isTold = false;
      const tell = (isRight) => {
        if (isTold) return;
        isTold = true;
        if (isRight !== undefined) answers[name] = isRight;
        end();
      };
      audit.later(() => tell(undefined), limit);
      try {
        start(tell);
      } catch {
        tell(false);
      }
    };
    const isFunction = (value) => typeof value === 'function';

    probe('JSON.stringify of a list', () => JSON.stringify({ a: [1, 'b', { c: null }] }) === '{"a":[1,"b",{"c":null}]}');
    probe('JSON.parse', () => JSON.parse('{"a":[1]}').a[0] === 1);
    probe('Array.from of a Set', () => !isFunction(kept.Set) || Array.from(new kept.Set([1, 2])).length === 2);
    probe('Array.from with a function', () => Array.from([1, 2], (n) => n * 2)[1] === 4);
    probe('Array.isArray', () => Array.isArray([]) && !Array.isArray({ length: 0 }));
    probe('Array.prototype.map', () => [1, 2].map((n, i) => n * 2 + i)[1] === 5);
    probe('Array.prototype.forEach', () => {
      let sum = 0;
      [1, 2].forEach((n, i, all) => (sum += n + i + all.length));
      return sum === 8;
    });
    probe('Array.prototype.reduce', () => [1, 2].reduce((a, b) => a + b, 0) === 3);
    probe('Array.prototype.filter', () => [1, 2].filter((n, i) => n > 1 && i === 1).length === 1);
    probe('Array.prototype.find', () => [1, 2].find((n) => n > 1) === 2);
    probe('Array.prototype.indexOf', () => [1].indexOf('1') === -1 && [0, 1].indexOf(1) === 1);
    probe('Array.prototype.includes', () => [NaN].includes(NaN) && ![1].includes('1'));
    probe('Object.keys', () => Object.keys({ a: 1, b: 2 }).length === 2);
    probe('Object.keys beside what is inherited', () => Object.keys(audit.create({ a: 1 })).length === 0);
    probe('Object.assign of several', () => Object.assign({}, { a: 1 }, null, { b: 2 }).b === 2);
    probe('Object.entries', () => Object.entries({ a: 1 })[0][1] === 1);
    probe('String.prototype.trim', () => ' a '.trim() === 'a');
    probe('String.prototype.includes', () => 'a.c'.includes('.') && !'abc'.includes('a.c') && !'abc'.includes('a', 1));
    probe('String.prototype.startsWith', () => 'abc'.startsWith('a') && !'abc'.startsWith('b'));
    probe('String.prototype.endsWith', () => 'abc'.endsWith('c') && !'abc'.endsWith('b'));
    probe('Function.prototype.bind', () => {
      const bound = function () {
        return this.a;
      }.bind({ a: 1 });
      return bound() === 1;
    });
    probe('Function.prototype.bind with arguments', () => ((a, b) => a + b).bind(null, 1)(2) === 3);
    // Without what it is known by, a name is one of the page's own.
    if (isFunction(Date.now)) probe('Date.now', () => typeof Date.now() === 'number');
    if (isFunction(window.Symbol)) probe('Symbol', () => typeof Symbol('a') === 'symbol');

    probe('Element.prototype.remove', () => {
      const [outer, inner] = [document.createElement('div'), document.createElement('div')];
      inner.textContent = 'a';
      outer.appendChild(inner);
      inner.remove();
      return outer.firstChild === null && inner.firstChild !== null;
    });
    probe('Element.prototype.matches', () => document.createElement('div').matches('div'));
    probe('addEventListener with options', () => {
      let times = 0;
      const element = document.createElement('div');
      element.addEventListener('a', () => (times += 1), { once: true });
      audit.dispatch(element, new kept.Event('a'));
      audit.dispatch(element, new kept.Event('a'));
      return times === 1;
    });
    probe('removeEventListener', () => {
      let times = 0;
      const [element, hear] = [document.createElement('div'), () => (times += 1)];
      element.addEventListener('a', hear, true);
      element.removeEventListener('a', hear, true);
      audit.dispatch(element, new kept.Event('a'));
      return times === 0;
    });
    probeLater('setTimeout with arguments', (tell) => setTimeout((given) => tell(given === 'a'), 0, 'a'));
    probe('clearTimeout', () => clearTimeout(setTimeout(() => {}, 0)) === undefined);

    const PromiseNow = window.Promise;
    if (isFunction(PromiseNow)) {
      for (const name of ['all', 'race', 'resolve', 'reject', 'allSettled']) probe('Promise.' + name, () => isFunction(PromiseNow[name]));
      for (const name of ['then', 'catch', 'finally']) probe('Promise.prototype.' + name, () => isFunction(PromiseNow.prototype[name]));
      probeLater('Promise.prototype.then in a row', (tell) => {
        let isAtOnce = true;
        const add = (n) => n + 1;
        PromiseNow.resolve(1).then(add).then((n) => tell(!isAtOnce && n === 2));
        isAtOnce = false;
      });
    }

    const address = kept.blobOf('a');
    const FetchNow = window.fetch;
    if (isFunction(FetchNow) && FetchNow !== kept.fetch) {
      const fetching = (given, options) => (options ? window.fetch(given, options) : window.fetch(given));
      const read = (tell, given, next) => {
        const promise = fetching(given);
        if (!promise || !isFunction(promise.then)) return tell(false);
        promise.then(
          (response) => {
            if (!response || !isFunction(response.text)) return tell(false);
            response.text().then((text) => tell(text === 'a'), () => tell(false));
            if (next) next();
          },
          () => tell(undefined) // a policy of the page may refuse blobs
        );
      };
      probeLater('fetch with a promise', (tell) => {
        read(tell, address, () => {
          probeLater('fetch with options', (heed) => fetching(address, { method: 'POST' }).then(() => heed(false), () => heed(true)));
          if (isFunction(window.Request)) probeLater('fetch of a Request', (heed) => read(heed, new Request(address)));
        });
      });
    }
    const XhrNow = window.XMLHttpRequest;
    const methods = ['open', 'send', 'setRequestHeader', 'addEventListener', 'abort', 'getResponseHeader'];
    const isKept = XhrNow === kept.XMLHttpRequest && methods.length === kept.methodsOf(XhrNow, methods);
    if (isFunction(XhrNow) && !isKept) {
      for (const name of methods) probe('XMLHttpRequest with ' + name, () => isFunction(new XhrNow()[name]));
      const asked = (method, tell, isHeeded, isRefused) => {
        const request = new XhrNow();
        request.open(method, address, true);
        request.onload = () => tell(isHeeded(request));
        request.onerror = () => tell(isRefused);
        request.send();
      };
      probeLater('XMLHttpRequest with an answer', (tell) => {
        asked('GET', tell, (request) => {
          const isRight = request.responseText === 'a';
          if (isRight) probeLater('XMLHttpRequest with a method', (heed) => asked('POST', heed, () => false, true));
          return isRight;
        });
      });
    }
    end();
  })
