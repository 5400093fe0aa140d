/** What a boundary loads when it is to ask the visitor. */
export { openDialog } from '@mayday/browser'
