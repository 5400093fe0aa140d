/**
 * `@mayday/node/init`: starts capturing before the program does, with the options that the environment has.
 *
 * ```sh
 * MAYDAY_DSN=https://… node --import @mayday/node/init app.js
 * ```
 *
 * `node -r` does it for CommonJS. Without a DSN nothing happens. A program that calls `init()` itself puts its own
 * client in place of this one; what this one has captured until then is still sent.
 */
import { init } from './init.js'

init()
