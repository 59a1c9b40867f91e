// Filters the tables. Without it the page shows everything.
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const form = byId('controls');
  const search = byId('q');
  const schemes = all('input[name=scheme]', form).map((one) => one.value).filter(Boolean);
  // The matrix names a scheme by a letter where there are several.
  const labels = [...(document.querySelector('.g thead tr')?.cells ?? [])].slice(1).map((one) => one.textContent);
  const letters = all('#letters b').map((one) => one.textContent);
  const names = (of) => all('code', of).map((one) => one.textContent);

  // What the rows say is read from them once. A cell knows whether its scheme opens the operation.
  const row = (tr) => {
    const title = tr.cells[0].textContent.toLowerCase();
    const cells = [...tr.cells].slice(1).map((td) => ({ opens: td.classList.contains('y'), names: names(td) }));
    const text = (some) => [title, ...some.flatMap((cell) => cell.names)].join('\n').toLowerCase();
    const texts = new Map([['', text(cells)], ...schemes.map((name, at) => [name, text([cells[at]])])]);
    return { tr, cells, texts };
  };
  const groups = all('section.g').map((section) => ({
    section,
    count: section.querySelector('caption small'),
    paths: [...section.querySelector('table').tBodies].map((body) => ({ body, rows: [...body.rows].map(row) })),
  }));
  const total = groups.flatMap((group) => group.paths).reduce((sum, path) => sum + path.rows.length, 0);
  const permissions = all('section.p tbody').map((body) => ({ body, name: body.querySelector('code').textContent }));
  const permissionsSection = document.querySelector('section.p');

  const hide = (element, hidden) => {
    if (element.hidden !== hidden) element.hidden = hidden;
  };
  const operations = (count) => `${count} operation${count === 1 ? '' : 's'}`;
  const chosen = (name = 'scheme') => form.querySelector(`input[name=${name}]:checked`)?.value ?? '';
  const columns = (column) =>
    labels
      .map((label, at) => ({ at: at + 1, label, letter: column < 0 ? (letters[at] ?? '') : '' }))
      .filter((_, at) => column < 0 || at === column);
  const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);

  const filter = () => {
    const scheme = chosen();
    const wanted = words();
    const column = schemes.indexOf(scheme);
    const named = new Set();
    const isShown = ({ cells, texts }) =>
      (column < 0 || cells[column].opens) && wanted.every((word) => texts.get(scheme).includes(word));
    let shown = 0;
    const seen = [];
    for (const { section, count, paths } of groups) {
      const before = shown;
      const trs = [];
      for (const { body, rows } of paths) {
        let isEmpty = true;
        for (const one of rows) {
          const show = isShown(one);
          hide(one.tr, !show);
          if (!show) continue;
          isEmpty = false;
          shown += 1;
          trs.push(one.tr);
          const cells = column < 0 ? one.cells : [one.cells[column]];
          for (const cell of cells) cell.names.forEach((name) => named.add(name));
        }
        hide(body, isEmpty);
      }
      hide(section, shown === before);
      count.textContent = operations(shown - before);
      if (trs.length) seen.push({ section, trs });
    }
    for (const { body, name } of permissions) hide(body, !named.has(name));
    if (permissionsSection) {
      permissionsSection.querySelector('caption small').textContent = `${named.size} named above`;
      hide(permissionsSection, named.size === 0);
    }
    document.documentElement.dataset.scheme = scheme;
    document.documentElement.dataset.view = chosen('view');
    if (chosen('view') === 'matrix') matrix.show(seen, columns(column));
    else matrix.hide();
    hide(byId('nothing'), shown > 0);
    byId('count').textContent = `${shown} of ${operations(total)}`;
    const label = form.querySelector('input[name=scheme]:checked')?.parentElement.textContent.trim();
    const by = [wanted.length && `search “${search.value.trim()}”`, scheme && `scheme ${label}`].filter(Boolean);
    byId('stated').textContent = by.length ? `Filtered by ${by.join(' and ')}: ${shown} of ${operations(total)}` : '';
  };

  // The state stands in the address, so that a filtered page can be sent to somebody.
  const read = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    search.value = state.get('q') ?? '';
    for (const name of ['view', 'scheme']) {
      const value = (state.get(name) ?? '').toLowerCase();
      const radios = all(`input[name=${name}]`, form);
      const radio = radios.find((one) => one.value.toLowerCase() === value) ?? radios[0];
      if (radio) radio.checked = true;
    }
    filter();
  };
  const write = () => {
    const state = new URLSearchParams();
    if (chosen('view') !== 'list') state.set('view', chosen('view'));
    if (search.value.trim()) state.set('q', search.value.trim());
    if (chosen()) state.set('scheme', chosen());
    const hash = state.toString();
    if (hash === location.hash.slice(1)) return;
    // An empty fragment scrolls nowhere, and is what a page opened from a file may be changed to.
    history.replaceState(null, '', `#${hash}`);
  };
  let timer;
  const changed = () => {
    filter();
    clearTimeout(timer);
    timer = setTimeout(write, 200);
  };
  const clear = () => {
    search.value = '';
    changed();
  };

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', changed);
  byId('all').addEventListener('click', () => {
    const any = form.querySelector('input[name=scheme]');
    if (any) any.checked = true;
    clear();
    search.focus();
  });
  addEventListener('hashchange', read);
  addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'search';
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/' && !isTyping) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === 'Escape' && isTyping && search.value) {
      event.preventDefault();
      clear();
    }
  });

  form.hidden = false;
  // The heads of the tables stick below the controls, whose height depends on the width.
  const measure = () => document.documentElement.style.setProperty('--bar', `${form.offsetHeight}px`);
  new ResizeObserver(measure).observe(form);
  measure();
  read();
})();
