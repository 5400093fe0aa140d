import { debug, getClient, safely } from '@mayday/core'
import type { ReportDialogOptions } from './dialog.js'

/** Shows the dialog of `showReportDialog()`, which is loaded for that: it is not worth its bytes before there is an error. */
export function openReportDialog(options: ReportDialogOptions): void {
  import('./dialog.js').then((dialog) => dialog.openDialog(options, getClient, safely)).catch(debug)
}
