import '@angular/compiler'
import { HttpErrorResponse } from '@angular/common/http'
import {
  Component,
  computed,
  ErrorHandler,
  effect,
  enableProdMode,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
  signal,
} from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { createErrorHandler } from '@mayday/browser/angular'
import { throwError } from 'rxjs'
import { fail, play, root, settled, start, click as tap } from './page.js'

if (!ngDevMode) enableProdMode()
const client = start()

/** An app with a panel that has a child in its slot: its template, and what it has. */
async function show(template, Members, providers = []) {
  const Child = Component({ selector: 'app-child', template, inputs: ['label'] })(Members)
  const Panel = Component({ selector: 'app-panel', template: '<section><ng-content /></section>' })(
    class {},
  )
  const App = Component({
    selector: 'app-root',
    imports: [Child, Panel],
    template: '<app-panel><app-child label="one" /></app-panel>',
  })(class {})
  root.append(document.createElement('app-root'))
  const handler = client ? [{ provide: ErrorHandler, useValue: createErrorHandler() }] : []
  await bootstrapApplication(App, {
    providers: [provideZonelessChangeDetection(), ...handler, ...providers],
  })
  await settled()
}

async function click() {
  tap()
  await settled()
}

const button = '<button (click)="go()">go</button>'

play({
  render: () =>
    show(
      '{{ go() }}',
      class {
        go() {
          fail('render')
        }
      },
    ),
  created: () =>
    show(
      'created',
      class {
        constructor() {
          fail('created')
        }
      },
    ),
  hook: () =>
    show(
      'hook',
      class {
        ngOnInit() {
          fail('hook')
        }
      },
    ),
  async event() {
    await show(
      button,
      class {
        go() {
          fail('event')
        }
      },
    )
    await click()
  },
  async computed() {
    await show(
      `${button} {{ twice() }}`,
      class {
        count = signal(0)
        twice = computed(() => (this.count() ? fail('computed') : 0))
        go() {
          this.count.set(1)
        }
      },
    )
    await click()
  },
  async effect() {
    await show(
      button,
      class {
        count = signal(0)
        constructor() {
          effect(() => void (this.count() && fail('effect')))
        }
        go() {
          this.count.set(1)
        }
      },
    )
    await click()
  },
  async promise() {
    await show(
      button,
      class {
        async go() {
          fail('promise')
        }
      },
      [provideBrowserGlobalErrorListeners()],
    )
    await click()
  },
  async timer() {
    await show(
      button,
      class {
        go() {
          setTimeout(() => fail('timer'))
        }
      },
      [provideBrowserGlobalErrorListeners()],
    )
    await click()
  },
  async request() {
    await show(
      button,
      class {
        go() {
          const url = 'https://api.example/orders?token=hidden'
          throwError(
            () =>
              new HttpErrorResponse({ status: 404, statusText: 'Not Found', url, error: 'a body' }),
          ).subscribe({
            error: (error) => {
              throw error
            },
          })
        }
      },
      [provideBrowserGlobalErrorListeners()],
    )
    await click()
  },
})
