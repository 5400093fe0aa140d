import { dirname, posix, sep } from 'node:path'
import { safely } from '@mayday/core'

const DEPENDENCIES = '/node_modules/'

/**
 * Makes what names the module that a file is: `lib.cart:items` for `lib/cart/items.js` below `basePath`, for a dependency
 * from its package's name on, and the bare name of any other file.
 *
 * @param basePath by default the folder of the file that the process was started with
 * @param isWindows whether paths are those of Windows; by default, whether they are here
 */
export function createGetModuleFromFilename(
  basePath: string = programFolder(),
  isWindows: boolean = sep === '\\',
): (filename: string | undefined) => string | undefined {
  const plain = (path: string): string =>
    isWindows ? path.replace(/^[a-z]:/i, '').replaceAll('\\', '/') : path
  const base = plain(basePath)
  return (filename) => {
    if (!filename) return undefined
    const path = plain(filename)
    const { dir } = posix.parse(path)
    const file = fileName(path)
    const at = `${dir}/`.lastIndexOf(DEPENDENCIES)
    if (at >= 0) return `${dotted(dir.slice(at + DEPENDENCIES.length))}:${file}`
    const isBelow = dir.startsWith(`${base}/`)
    return isBelow ? `${dotted(dir.slice(base.length + 1))}:${file}` : file
  }
}

function programFolder(): string {
  const [, program] = process.argv
  return program ? dirname(program) : process.cwd()
}

function fileName(path: string): string {
  const name = posix.basename(path).replace(/\.[cm]?js$/, '')
  // Not every per cent sign stands for a letter.
  return safely('file name', () => decodeURIComponent(name)) ?? name
}

function dotted(folder: string): string {
  return folder.replaceAll('/', '.')
}
