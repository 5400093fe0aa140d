import { useEffect, useRef } from 'react'
import { useSetting } from './settings.js'
import { dsn } from './welcome.js'

const keys: [title: string, rows: [keys: string, does: string][]][] = [
  [
    'Everywhere',
    [
      ['?', 'this help'],
      ['/', 'search'],
      ['g i', 'issues'],
      ['g t', 'transactions'],
      ['g r', 'releases'],
      ['g l', 'logs'],
      ['g f', 'feedback'],
      ['g c', 'check-ins'],
      ['g d', 'delivery'],
      ['z', 'undo'],
    ],
  ],
  [
    'Issues',
    [
      ['j k', 'next, previous'],
      ['Enter', 'open'],
      ['x', 'select'],
      ['e', 'resolve, or open again'],
      ['i', 'ignore, or open again'],
      ['m', 'merge what is selected'],
      ['n p', 'next, previous page'],
    ],
  ],
  [
    'One issue',
    [
      ['j k', 'older, newer event'],
      ['e i', 'resolve, ignore'],
      ['o', 'original or as sent'],
      ['c', 'copy as text'],
      ['u', 'back to the list'],
    ],
  ],
]

const editors = [
  ['VS Code', 'vscode://file{path}:{line}:{column}'],
  ['Cursor', 'cursor://file{path}:{line}:{column}'],
  ['Windsurf', 'windsurf://file{path}:{line}:{column}'],
  ['Zed', 'zed://file{path}:{line}:{column}'],
  ['WebStorm', 'webstorm://open?file={path}&line={line}&column={column}'],
] as const

/** Keys and settings, in one place. */
export function Help({ onClose }: { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="dialog help" aria-labelledby="help-title" onClose={onClose}>
      <form method="dialog">
        <h2 id="help-title">Keys and settings</h2>
        <button type="submit" className="close" aria-label="Close">
          ×
        </button>
      </form>
      <div className="key-lists">
        {keys.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([names, does]) => (
                <div key={names}>
                  <dt>
                    {names.split(' ').map((name) => (
                      <kbd key={name}>{name}</kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Settings />
      <p className="quiet">
        Search takes words and <code>release:1.2</code> <code>environment:prod</code>{' '}
        <code>level:error</code> <code>platform:node</code> <code>project:shop</code>{' '}
        <code>is:resolved</code> and any tag as <code>key:value</code>. DSN: <code>{dsn()}</code>
      </p>
    </dialog>
  )
}

function Settings() {
  const [editor, setEditor] = useSetting('editor')
  const [root, setRoot] = useSetting('root')
  const [shortcuts, setShortcuts] = useSetting('shortcuts')
  return (
    <div className="settings">
      <h3>Settings</h3>
      <label>
        <span>Editor link</span>
        <input
          list="editors"
          value={editor}
          spellCheck={false}
          onChange={({ target }) => setEditor(target.value)}
        />
        <datalist id="editors">
          {editors.map(([name, value]) => (
            <option key={name} value={value} label={name} />
          ))}
        </datalist>
      </label>
      <label>
        <span>Project folder</span>
        <input
          value={root}
          spellCheck={false}
          placeholder="/home/me/shop, for frames with relative paths"
          onChange={({ target }) => setRoot(target.value)}
        />
      </label>
      <label className="option">
        <input
          type="checkbox"
          checked={shortcuts !== 'off'}
          onChange={({ target }) => setShortcuts(target.checked ? 'on' : 'off')}
        />
        Keyboard shortcuts
      </label>
    </div>
  )
}
