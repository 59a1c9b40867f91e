// Shows the requests as they come. All that comes from a request is put in as text, never as markup.
'use strict';

const byId = (id) => document.getElementById(id);

// An element with a class and children, of which texts stay texts.
const make = (name, of = '', ...children) => {
  const element = document.createElement(name);
  if (of) element.className = of;
  element.append(...children.filter((one) => one !== null && one !== undefined));
  return element;
};

// What went wrong stays until the same action succeeds or somebody closes it: other answers come all the time.
let failed = null;
const say = (message, action = null) => {
  failed = message ? action : null;
  byId('error-text').textContent = message;
  byId('error').hidden = !message;
};

// Asks the control endpoint. What goes wrong is shown, and gives nothing.
const ask = async (method, path, body) => {
  const action = `${method} ${path}`;
  const init = { method, headers: {} };
  if (body !== undefined) {
    init.headers['content-type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  try {
    const response = await fetch(`/emulator${path}`, init);
    const answer = response.status === 204 ? {} : await response.json();
    if (response.ok) {
      if (failed === action) say('');
      return answer;
    }
    say(answer.error.message, action);
  } catch {
    // The line at the top says that there is no connection.
  }
  return null;
};

const copy = async (button, text) => {
  const label = button.firstChild;
  try {
    await navigator.clipboard.writeText(text);
    label.data = 'Copied';
  } catch {
    label.data = 'Not allowed';
  }
  setTimeout(() => (label.data = 'Copy'), 1500);
};

// The clock of a moment that the emulator wrote.
const clock = (time) => {
  const date = new Date(time);
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
};

(() => {
  const SHOWN = 500;
  const rows = byId('rows');
  const search = byId('q');
  // By their numbers, the oldest first.
  const known = new Map();
  // What came in a pause, by its number, and how much of it is too much to keep.
  const held = new Map();
  let dropped = 0;
  let isPaused = false;

  const kindOf = ({ status }) => (status === null || status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good');

  const statusOf = (request) => {
    const text =
      request.status !== null ? `${request.status} ${request.reason ?? ''}`.trim() : request.fault ? 'No answer' : 'Waiting';
    return make('span', `status ${kindOf(request)}`, text);
  };

  // What an operation needs, with what the token lacks of it, and what it holds besides.
  const permissionsOf = ({ needed, permissions, scheme, operation }) => {
    const list = make('ul');
    const add = (of, word, ...content) => list.append(make('li', of, make('span', 'hidden', `${word} `), ...content));
    const holds = (name) => permissions.includes(name);
    const names = (all) => all.flatMap((name, at) => [at ? ' and ' : '', make('code', '', name)]);
    const opens = (needed ?? []).find((all) => all.every(holds));
    if (opens) {
      add('held', 'held', ...names(opens));
    } else if (needed?.length) {
      for (const name of needed[0]) {
        add(holds(name) ? 'held' : 'missing', holds(name) ? 'held' : 'missing', make('code', '', name), holds(name) ? '' : ' missing');
      }
      if (needed.length > 1) add('', 'or', make('small', '', `or one of ${needed.length - 1} more`));
    } else if (needed) {
      add('missing', 'missing', 'no permission of this scheme opens it');
    } else if (operation && scheme) {
      add('', '', 'unknown to the permission table');
    }
    const shown = new Set(opens ?? needed?.[0] ?? []);
    const others = permissions.filter((name) => !shown.has(name));
    if (others.length) {
      const text = others.length > 2 ? `${others.length} others held` : null;
      add('', 'held besides', ...(text ? [text] : names(others)));
    }
    const cell = make('td', 'permissions', list.childElementCount ? list : null);
    if (scheme) cell.append(make('small', '', scheme));
    return cell;
  };

  const textOf = (request) =>
    [request.method, request.path, request.operation, request.status ?? 'no answer', request.reason, request.errorCode,
      request.fault, request.scheme, ...request.permissions, ...(request.needed ?? []).flat()].join('\n').toLowerCase();

  const draw = (one) => {
    const { request } = one;
    const time = make('time', '', clock(request.time));
    time.dateTime = request.time;
    const method = make('b', /^[A-Z]+$/.test(request.method) ? request.method : '', request.method);
    one.button = make('button', '', method, ' ', make('code', '', `${request.path}${request.hasQuery ? '?…' : ''}`));
    one.button.type = 'button';
    one.button.setAttribute('aria-expanded', String(Boolean(one.more)));
    const isFocused = one.row.contains(document.activeElement);
    const title = make('th', '', one.button, request.operation ? make('small', '', request.operation) : null);
    title.scope = 'row';
    if (request.batchId !== null) title.append(make('small', '', `request ${request.batchId} of a batch`));
    const answer = make('td', 'answer', statusOf(request));
    if (request.errorCode) answer.append(make('small', '', request.errorCode));
    const fault = make('td', 'fault', request.fault ? make('code', '', request.fault) : null);
    one.row.replaceChildren(make('td', '', time), title, answer, permissionsOf(request), fault);
    for (const cell of one.row.cells) cell.setAttribute('role', cell === title ? 'rowheader' : 'cell');
    if (isFocused) one.button.focus();
    one.row.classList.toggle('item', request.batchId !== null);
    one.text = textOf(request);
  };

  // Where it is narrow, a table is laid out as blocks; it stays one for who hears it by its roles.
  const row = (of) => {
    const element = make('tr', of);
    element.setAttribute('role', 'row');
    return element;
  };

  const details = (request) => {
    const cell = make('td');
    cell.colSpan = 5;
    cell.setAttribute('role', 'cell');
    const facts = (pairs) => {
      const list = make('dl');
      for (const [name, value] of pairs) list.append(make('dt', '', name), make('dd', '', make('code', '', String(value))));
      return list;
    };
    const alternatives = (request.needed ?? []).map((all) => all.join(' and ')).join(', or ');
    const answer = [
      ['Number', request.number],
      ['Query', request.path.split('?').slice(1).join('?')],
      ['Status', request.status === null ? 'no answer' : `${request.status} ${request.reason ?? ''}`],
      ['Error code', request.errorCode],
      ['Fault', request.fault],
      ['Operation', request.operation],
      ['Scheme', request.scheme],
      ['Needs', alternatives],
      ['Holds', request.permissions.join(', ')],
    ];
    cell.append(make('h3', '', 'Answer'), facts(answer.filter(([, value]) => value !== null && value !== '')));
    cell.append(make('h3', '', 'Headers of the request'), facts(Object.entries(request.headers)));
    const body = 'body' in request ? JSON.stringify(request.body, null, 2) : request.bodyBase64;
    if (body !== undefined) {
      const title = 'body' in request ? 'Body' : 'Body, in base64';
      const text = make('pre', '', make('code', '', body));
      text.tabIndex = 0;
      text.setAttribute('role', 'group');
      text.setAttribute('aria-label', title);
      cell.append(make('h3', '', title), text);
    }
    return cell;
  };

  const close = (one) => {
    one.more.remove();
    one.more = null;
    one.row.classList.remove('open');
    one.button.setAttribute('aria-expanded', 'false');
  };

  const toggle = async (one) => {
    if (one.more) {
      close(one);
      return;
    }
    one.more = row('more');
    one.row.after(one.more);
    one.row.classList.add('open');
    one.button.setAttribute('aria-expanded', 'true');
    const request = await ask('GET', `/requests/${one.request.number}`);
    if (!one.more) return;
    if (request) one.more.replaceChildren(details(request));
    else close(one);
  };

  const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);

  const count = () => {
    const shown = [...known.values()].filter((one) => !one.row.hidden).length;
    const waiting = held.size ? `, ${held.size + dropped} more since the pause` : '';
    byId('count').textContent = `${shown} of ${known.size}${waiting}`;
    byId('nothing').hidden = shown > 0;
    byId('nothing').textContent = known.size ? 'No request is like that.' : 'Nothing has come yet.';
  };

  const hide = (one, wanted) => {
    const isHidden = !wanted.every((word) => one.text.includes(word));
    if (isHidden && one.more) close(one);
    one.row.hidden = isHidden;
  };

  const filter = () => {
    const wanted = words();
    for (const one of known.values()) hide(one, wanted);
    count();
  };

  const forget = (number) => {
    const one = known.get(number);
    const isFocused = [one.row, one.more].some((part) => part?.contains(document.activeElement));
    one.more?.remove();
    one.row.remove();
    known.delete(number);
    // Else it would fall to the beginning of the page.
    if (isFocused) byId('requests').focus({ preventScroll: true });
  };

  // A request that came, or that was answered since.
  const show = (request) => {
    let one = known.get(request.number);
    if (one) {
      one.request = request;
    } else {
      one = { request, row: row('request new'), more: null };
      one.row.addEventListener('click', ({ target }) => {
        // Not where somebody marks a text to copy it.
        if (target.closest('button') || getSelection().isCollapsed) toggle(one);
      });
      known.set(request.number, one);
      rows.prepend(one.row);
      if (known.size > SHOWN) forget(known.keys().next().value);
    }
    draw(one);
    hide(one, words());
  };

  // Says in a while what came since, not each request of many.
  let fresh = [];
  const announce = () => {
    const last = fresh.at(-1);
    if (!last) return;
    const answer = last.status ?? 'no answer';
    byId('news').textContent = `${fresh.length === 1 ? 'One request' : `${fresh.length} requests`}, the last: ${last.method} ${last.path}, ${answer}`;
    fresh = [];
  };
  setInterval(announce, 2000);

  const take = (request) => {
    if (isPaused) {
      held.set(request.number, request);
      if (held.size > SHOWN) {
        held.delete(held.keys().next().value);
        dropped += 1;
      }
    } else {
      show(request);
      fresh.push(request);
    }
    count();
    dispatchEvent(new CustomEvent('request', { detail: request }));
  };

  const clear = () => {
    for (const number of [...known.keys()]) forget(number);
    held.clear();
    dropped = 0;
    count();
  };

  search.addEventListener('input', filter);
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => {
    // A key that is a letter alone is good among the requests only: who speaks to a computer presses many.
    const isMeant = event.target.closest('#requests') && !event.target.closest('input, textarea, select');
    if (event.key === '/' && isMeant && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === 'Escape' && event.target === search && search.value) {
      search.value = '';
      filter();
    }
  });
  byId('pause').addEventListener('click', ({ currentTarget }) => {
    isPaused = !isPaused;
    currentTarget.setAttribute('aria-pressed', String(isPaused));
    currentTarget.textContent = isPaused ? 'Go on' : 'Pause';
    if (!isPaused) {
      if (dropped) say(`Of what came in the pause, the first ${dropped} are not shown. GET /emulator/requests has them.`);
      for (const request of held.values()) show(request);
      held.clear();
      dropped = 0;
    }
    count();
  });
  byId('error-close').addEventListener('click', () => {
    say('');
    byId('requests').focus();
  });
  byId('forget').addEventListener('click', () => ask('DELETE', '/requests'));

  const connection = (word, isLive) => {
    byId('connection').textContent = word;
    byId('connection').classList.toggle('live', isLive);
  };
  const events = new EventSource('/emulator/events?last=200');
  events.addEventListener('open', () => {
    connection('live', true);
    dispatchEvent(new Event('connected'));
  });
  events.addEventListener('error', () => {
    connection(events.readyState === EventSource.CLOSED ? 'ended: load the page again' : 'no connection, trying again', false);
  });
  events.addEventListener('request', ({ data }) => take(JSON.parse(data)));
  events.addEventListener('cleared', clear);
  events.addEventListener('missed', ({ data }) => {
    const { from, to } = JSON.parse(data);
    say(`Requests ${from} to ${to} are not kept any more and were never shown here.`);
  });
  count();
})();
