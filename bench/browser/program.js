// The program in each page, there before its SDK is.

/** Calls of the page's functions, `count` of each; what an SDK makes them cost is the tax. */
globalThis.calls = {
  async fetch(count) {
    for (let done = 0; done < count; done++) await fetch('/nowhere')
  },

  'console.log'(count) {
    for (let done = 0; done < count; done++) console.log('Article', done, { inStock: true })
  },

  setTimeout(count) {
    return new Promise((resolve) => {
      let left = count
      for (let done = 0; done < count; done++) setTimeout(() => --left || resolve())
    })
  },

  addEventListener(count) {
    for (let done = 0; done < count; done++) {
      document.createElement('div').addEventListener('click', () => done)
    }
  },

  'XHR open'(count) {
    for (let done = 0; done < count; done++) new XMLHttpRequest().open('GET', '/nowhere')
  },

  'XHR open, send'(count) {
    for (let done = 0; done < count; done++) {
      const request = new XMLHttpRequest()
      request.open('GET', '/nowhere')
      request.send()
    }
  },

  click(count) {
    // Clicks on one and the same element are taken for one by most.
    const buttons = document.querySelectorAll('button')
    for (let done = 0; done < count; done++) buttons[done % buttons.length].click()
  },
}

/**
 * Puts functions that do nothing in the place of those that cost so much by themselves (network, the console of the
 * developer tools) that a tax would be lost in their noise.
 */
globalThis.quieten = () => {
  const answer = new Response('')
  globalThis.fetch = () => Promise.resolve(answer)
  console.log = () => {}
  XMLHttpRequest.prototype.send = () => {}
}

/** Makes the error of that number, in ten frames, and captures it. */
globalThis.fail = (number) => {
  try {
    descend(8, number)
  } catch (error) {
    capture(error)
  }
}

function descend(depth, number) {
  if (depth > 0) descend(depth - 1, number)
  else failures[number](location.search.slice(1))
}
