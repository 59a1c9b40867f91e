'use strict';
// The matrix: the operations that the list shows, with a column for each permission. It is made from the rows of
// the list, and only where it can be seen: that of whole Graph would be hundreds of thousands of cells.
const matrix = (() => {
  // More columns than this are no table that anybody reads.
  const COLUMNS = 60;
  // So many rows are made at once; the groups behind them when they come into sight.
  const ROWS = 150;
  const MARKS = {
    l: { sign: '◆', words: 'least privileged' },
    r: { sign: '◇', words: 'for one chat, team or meeting only' },
    '': { sign: '○', words: 'opens it too' },
  };
  const make = (name, properties, ...content) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  };

  // What a row says of each permission: its marks by what they look like. Schemes stand in the order of cells.
  const read = (tr, schemes) => {
    const permissions = new Map();
    for (const { at, letter, label } of schemes) {
      const isCorrected = tr.cells[at].querySelector('.f') !== null;
      for (const item of tr.cells[at].querySelectorAll('li')) {
        const { sign, words } = MARKS[item.className];
        const names = [...item.querySelectorAll('code')].map((one) => one.textContent);
        for (const name of names) {
          const others = names.filter((one) => one !== name);
          const text = `${letter}${sign}${others.length ? '+' : ''}`;
          const marks = permissions.get(name) ?? new Map();
          const mark = marks.get(text) ?? { kind: item.className, words: `${label}: ${words}`, with: [] };
          if (others.length) mark.with.push(others.join(' and '));
          if (isCorrected && item.className === 'l') mark.words += ', corrected by hand';
          permissions.set(name, marks.set(text, mark));
        }
      }
    }
    return permissions;
  };

  const cell = (marks) => {
    const td = make('td', {});
    for (const [text, mark] of marks ?? []) {
      const words = mark.words + (mark.with.length ? `, only together with ${mark.with.join(', or with ')}` : '');
      const sign = make('span', {}, text);
      sign.setAttribute('aria-hidden', 'true');
      td.append(make('span', { className: `mark ${mark.kind}`, title: words }, sign, make('span', { className: 'words' }, words)));
    }
    return td;
  };

  // Why a row is empty: in one word where that holds in each scheme.
  const nothing = (tr, schemes) => {
    const states = schemes.map(({ at }) => (tr.cells[at].classList.contains('u') ? 'unknown' : 'not supported'));
    const isOne = states.every((one) => one === states[0]);
    const text = isOne ? states[0] : states.map((one, at) => `${schemes[at].letter} ${one}`).join(', ');
    return make('small', { className: 'none' }, text);
  };

  // The head of a row without the line below it.
  const title = (tr) => {
    const head = tr.cells[0].cloneNode(true);
    const summary = head.querySelector('small');
    summary?.remove();
    return { head, summary: summary?.textContent ?? '' };
  };

  const row = ({ tr, permissions }, names, schemes) => {
    const { head, summary } = title(tr);
    if (summary) head.title = summary;
    if (!permissions.size) head.append(nothing(tr, schemes));
    return make('tr', {}, head, ...names.map((name) => cell(permissions.get(name))));
  };

  const table = (name, rows, names, schemes) => {
    const head = (text) => make('th', { scope: 'col' }, make('span', {}, text));
    const bodies = new Map();
    for (const one of rows) {
      const body = bodies.get(one.tr.parentElement) ?? make('tbody', {});
      body.append(row(one, names, schemes));
      bodies.set(one.tr.parentElement, body);
    }
    const columns = [make('col', { className: 'o' }), ...names.map(() => make('col', {}))];
    const table = make('table', {}, make('colgroup', {}, ...columns));
    table.append(make('thead', {}, make('tr', {}, head('Operation'), ...names.map(head))), ...bodies.values());
    table.setAttribute('aria-label', `Operations and permissions of ${name}`);
    return table;
  };

  // A sentence with a pattern for less: what one of the operations has behind the name of the group.
  const tooMany = (name, rows, count) => {
    const segments = name.split('/').length;
    const paths = rows.map(({ tr }) => {
      const { head } = title(tr);
      return head.textContent.slice(head.textContent.indexOf('/'));
    });
    const path = paths.find((one) => one.split('/').length > segments) ?? name;
    const part = path.split('/').slice(0, segments + 1).join('/').replace(/\([^)]*\)/g, '');
    const command = `cargo msgraph permissions '${part}/**' --format html`;
    return make(
      'p', { className: 'many' },
      `${count} permissions open these operations, and a matrix has at most ${COLUMNS} columns. `,
      'Search for fewer, choose a scheme, see the list, or make a page of a part: ',
      make('code', {}, command),
    );
  };

  // A matrix that does not fit scrolls on its own, by keys too; one that fits scrolls with the page.
  const fit = (region) => {
    const isWide = region.scrollWidth > region.clientWidth;
    region.classList.toggle('wide', isWide);
    if (isWide || !region.firstChild) region.tabIndex = 0;
    else if (document.activeElement !== region) region.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));

  const regions = new Map();
  const region = (section) => {
    if (regions.has(section)) return regions.get(section);
    const name = section.querySelector('caption').firstChild.textContent.trim();
    const count = make('small', {});
    const made = make('div', { className: 'region', tabIndex: 0 });
    made.setAttribute('role', 'region');
    made.setAttribute('aria-label', `Matrix of ${name}`);
    section.append(make('div', { className: 'x' }, make('h2', {}, `${name} `, count), made));
    sizes.observe(made);
    regions.set(section, { name, count, region: made });
    return regions.get(section);
  };

  // What is to be made for a region when it is seen.
  const pending = new Map();
  const fill = (region) => {
    const { name, trs, schemes } = pending.get(region) ?? {};
    if (!pending.delete(region)) return;
    sight.unobserve(region);
    const rows = trs.map((tr) => ({ tr, permissions: read(tr, schemes) }));
    const names = [...new Set(rows.flatMap(({ permissions }) => [...permissions.keys()]))].sort();
    const isMany = names.length > COLUMNS;
    region.replaceChildren(isMany ? tooMany(name, rows, names.length) : table(name, rows, names, schemes));
    region.style.minBlockSize = '';
  };
  const sight = new IntersectionObserver(
    (entries) => {
      const seen = entries.filter((one) => one.isIntersecting).map((one) => one.target);
      seen.forEach(fill);
      seen.forEach(fit);
    },
    { rootMargin: '50%' },
  );
  const fillAll = () => [...pending.keys()].forEach(fill);
  addEventListener('beforeprint', fillAll);
  matchMedia('print').addEventListener('change', (print) => print.matches && fillAll());

  const hide = () => {
    sight.disconnect();
    pending.clear();
    for (const { region } of regions.values()) region.replaceChildren();
  };
  // Shows the matrix of these rows; groups of them that have none stay as they are, because they are hidden.
  const show = (groups, schemes) => {
    hide();
    const fitted = [];
    let made = 0;
    for (const { section, trs } of groups) {
      const { name, count, region: of } = region(section);
      count.textContent = section.querySelector('caption small').textContent;
      pending.set(of, { name, trs, schemes });
      made += trs.length;
      if (made <= ROWS) {
        fill(of);
        fitted.push(of);
      } else {
        of.style.minBlockSize = `${trs.length * 1.8 + 12}rem`;
        sight.observe(of);
      }
    }
    // Behind all of them, because each measure lays out the page.
    fitted.forEach(fit);
  };

  // The column that is pointed at.
  let lit = [];
  document.addEventListener('pointerover', ({ target }) => {
    const pointed = target instanceof Element ? target.closest('.x td, .x thead th:not(:first-child)') : null;
    lit.forEach((one) => one.classList.remove('lit'));
    const of = pointed?.closest('table');
    lit = of ? [of.querySelectorAll('col')[pointed.cellIndex], of.tHead.rows[0].cells[pointed.cellIndex]] : [];
    lit.forEach((one) => one.classList.add('lit'));
  });

  return { show, hide };
})();
