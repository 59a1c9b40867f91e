'use strict';
// Filters the tables. Without it the page shows everything.
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const form = byId('controls');
  const search = byId('q');
  const schemes = all('input[name=scheme]', form).map((one) => one.value).filter(Boolean);
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
  const chosen = () => form.querySelector('input[name=scheme]:checked')?.value ?? '';
  const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);

  const filter = () => {
    const scheme = chosen();
    const wanted = words();
    const column = schemes.indexOf(scheme);
    const named = new Set();
    const isShown = ({ cells, texts }) =>
      (column < 0 || cells[column].opens) && wanted.every((word) => texts.get(scheme).includes(word));
    let shown = 0;
    for (const { section, count, paths } of groups) {
      const before = shown;
      for (const { body, rows } of paths) {
        let isEmpty = true;
        for (const one of rows) {
          const show = isShown(one);
          hide(one.tr, !show);
          if (!show) continue;
          isEmpty = false;
          shown += 1;
          const cells = column < 0 ? one.cells : [one.cells[column]];
          for (const cell of cells) cell.names.forEach((name) => named.add(name));
        }
        hide(body, isEmpty);
      }
      hide(section, shown === before);
      count.textContent = operations(shown - before);
    }
    for (const { body, name } of permissions) hide(body, !named.has(name));
    if (permissionsSection) {
      permissionsSection.querySelector('caption small').textContent = `${named.size} named above`;
      hide(permissionsSection, named.size === 0);
    }
    document.documentElement.dataset.scheme = scheme;
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
    const scheme = (state.get('scheme') ?? '').toLowerCase();
    const radios = all('input[name=scheme]', form);
    const radio = radios.find((one) => one.value.toLowerCase() === scheme) ?? radios[0];
    if (radio) radio.checked = true;
    filter();
  };
  const write = () => {
    const state = new URLSearchParams();
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
