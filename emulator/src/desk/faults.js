
// Beside the requests: where to begin, faults and meetings.
(() => {
  const FAULTS = [
    ['429, retry after 1 s', '429;retry-after=1'],
    ['429, retry after 0.5 s', '429;retry-after=0.5'],
    ['429, no Retry-After', '429'],
    ['500 Internal Server Error', '500'],
    ['502 Bad Gateway', '502'],
    ['503 Service Unavailable', '503'],
    ['504 Gateway Timeout', '504'],
    ['Slow, by a second', 'delay=1000ms'],
    ['Cut before the work', 'cut-before'],
    ['Cut within the answer', 'cut-body=10'],
    ['Cut after the work', 'cut-after'],
    ['Truncated body', 'truncated'],
    ['Body that is no JSON', 'garbage'],
    ['Next link repeated', 'repeat-next-link'],
    ['Empty page', 'empty-page'],
  ];
  const kinds = new Map();
  // The shares that are still to be sent, by their faults, the last one of each.
  const pending = new Map();
  let isSending = false;
  let changes = 0;

  const percent = (share) => Math.round(share * 1e4) / 100;
  const sum = () => [...kinds.values()].reduce((all, kind) => all + kind.share, 0);

  const mark = (kind) => {
    const value = String(percent(kind.share));
    if (document.activeElement !== kind.number) kind.number.value = value;
    kind.range.value = value;
    kind.item.classList.toggle('on', kind.share > 0);
    byId('share').textContent = `${percent(sum())} % of all requests`;
  };

  const take = ({ rates, waiting }) => {
    const shares = new Map();
    for (const { share, fault } of rates) shares.set(fault, (shares.get(fault) ?? 0) + share);
    for (const fault of shares.keys()) if (!kinds.has(fault)) add(fault, fault);
    for (const [fault, kind] of kinds) {
      if (pending.has(fault)) continue;
      kind.share = shares.get(fault) ?? 0;
      mark(kind);
    }
    byId('waiting').textContent = waiting.length ? `Waiting for a request: ${waiting.join(', ')}` : '';
  };

  const loadFaults = async () => {
    const before = changes;
    const answer = await ask('GET', '/faults');
    // An answer from before a change would undo it.
    if (answer && before === changes && !isSending) take(answer);
  };

  // Sends the share of each fault that was changed, and no other: a program may have set those meanwhile.
  const send = async (fault, share) => {
    pending.set(fault, share);
    changes += 1;
    if (isSending) return;
    isSending = true;
    let isRefused = false;
    while (pending.size) {
      const [[fault, share]] = pending;
      pending.delete(fault);
      const answer = await ask('PATCH', '/faults', { fault, share });
      if (answer) take(answer);
      isRefused = !answer;
    }
    isSending = false;
    if (isRefused) loadFaults();
  };

  const set = (fault, kind, value) => {
    const others = sum() - kind.share;
    const share = Math.max(0, Math.min(Number(value) / 100 || 0, 1 - others));
    const isOther = share !== kind.share;
    kind.share = share;
    mark(kind);
    if (isOther) send(fault, share);
  };

  const add = (title, fault) => {
    const id = `fault-${kinds.size}`;
    const label = make('label', '', title);
    label.htmlFor = id;
    const input = (type) => {
      const one = make('input');
      Object.assign(one, { type, min: '0', max: '100', step: type === 'range' ? '1' : 'any' });
      return one;
    };
    const [number, range] = [input('number'), input('range')];
    number.id = id;
    range.setAttribute('aria-label', `${title}, of a hundred requests`);
    const next = make('button', '', 'Next', make('span', 'hidden', ` request: ${title}`));
    next.type = 'button';
    next.title = `The next request takes ${fault}`;
    const item = make('li', '', label, number, range, next);
    item.dataset.fault = fault;
    const kind = { number, range, item, share: 0 };
    kinds.set(fault, kind);
    number.addEventListener('input', () => set(fault, kind, number.value));
    number.addEventListener('blur', () => mark(kind));
    range.addEventListener('input', () => set(fault, kind, range.value));
    next.addEventListener('click', async () => {
      const answer = await ask('POST', '/faults', { fault });
      if (answer) take(answer);
    });
    byId('faults').append(item);
    mark(kind);
  };

  const day = (time) => new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

  const meeting = (one) => {
    const left = [[one.transcripts, 'transcript'], [one.recordings, 'recording'], [one.attendanceReports, 'attendance report']]
      .filter(([count]) => count > 0)
      .map(([count, name]) => `${count} ${name}${count === 1 ? '' : 's'}`);
    const lines = [
      `${day(one.start)} to ${day(one.end)}`,
      `by ${one.organizer.displayName}, created ${clock(one.created)}`,
      one.externalId ? `external id ${one.externalId}` : null,
      left.length ? left.join(', ') : null,
    ];
    return make('li', '', make('b', '', one.subject ?? '(no subject)'), ...lines.filter(Boolean).map((line) => make('small', '', line)));
  };

  const loadMeetings = async () => {
    const answer = await ask('GET', '/meetings?top=50');
    if (!answer) return;
    const rest = answer.count - answer.meetings.length;
    byId('meeting-count').textContent = String(answer.count);
    const items = answer.meetings.map(meeting);
    if (rest > 0) items.push(make('li', 'soft', `and ${rest} older`));
    if (!items.length) items.push(make('li', 'soft', 'None is stored.'));
    byId('meetings').replaceChildren(...items);
  };

  const begin = async () => {
    const [facts, people] = await Promise.all([ask('GET', ''), ask('GET', '/users')]);
    if (!facts || !people) return;
    byId('graph').textContent = facts.graph;
    byId('authority').textContent = facts.authority;
    byId('tenant').textContent = facts.tenantId;
    byId('apis').textContent = facts.apis.map((api) => `${api.title}, ${api.withBehaviour} of ${api.operations} operations`).join('; ');
    const user = byId('user');
    const options = people.users.map((one) => {
      const option = make('option', '', `${one.displayName}, ${one.userPrincipalName}`);
      option.value = one.id;
      return option;
    });
    const isFirst = user.options.length === 1;
    const chosen = user.value;
    user.replaceChildren(...options, user.lastElementChild);
    user.value = isFirst ? (options[0]?.value ?? '') : chosen;
    const suggest = () => {
      byId('permissions').value = facts.permissions[user.value ? 'delegated' : 'application'].join(' ');
    };
    user.onchange = suggest;
    if (isFirst) suggest();
    const { first } = facts;
    if (first) {
      const lines = [`curl ${first.url}`, '  -H "authorization: Bearer $TOKEN"'];
      if (first.body) lines.push('  -H "content-type: application/json"', `  -d '${JSON.stringify(first.body)}'`);
      byId('curl').textContent = lines.join(' \\\n');
    }
  };

  // The token stays in this page, which shows its end alone.
  let token = '';
  byId('token-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const permissions = byId('permissions').value.split(/[\s,]+/).filter(Boolean);
    const user = byId('user').value;
    const answer = await ask('POST', '/tokens', user ? { user, permissions } : { permissions });
    if (!answer) return;
    ({ token } = answer);
    byId('token').textContent = `••••••••${token.slice(-6)}`;
    byId('token-place').hidden = false;
  });
  byId('copy-token').addEventListener('click', ({ currentTarget }) => copy(currentTarget, token));
  for (const button of document.querySelectorAll('button.copy')) {
    button.addEventListener('click', () => copy(button, byId(button.dataset.of).textContent));
  }

  byId('no-faults').addEventListener('click', async () => {
    pending.clear();
    changes += 1;
    const answer = await ask('PUT', '/faults', { rates: [] });
    if (answer) take(answer);
  });

  const ensure = (isAsking) => {
    byId('sure').hidden = !isAsking;
    byId('reset').hidden = isAsking;
    byId(isAsking ? 'reset-no' : 'reset').focus();
  };
  const load = () => Promise.all([loadFaults(), loadMeetings()]);
  byId('reset').addEventListener('click', () => ensure(true));
  byId('reset-no').addEventListener('click', () => ensure(false));
  byId('reset-yes').addEventListener('click', async () => {
    await ask('POST', '/reset');
    ensure(false);
    load();
  });

  for (const [title, fault] of FAULTS) add(title, fault);

  // After requests, but not after each of many; and now and then, for what a program did without a request.
  let timer = 0;
  const soon = () => (timer ||= setTimeout(() => { timer = 0; load(); }, 300));
  addEventListener('request', soon);
  addEventListener('connected', () => { begin(); load(); });
  setInterval(() => { if (!document.hidden && byId('connection').classList.contains('live')) load(); }, 5000);
})();
