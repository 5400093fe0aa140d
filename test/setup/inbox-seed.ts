import { buildInboxSeedIfMissing } from '../../scripts/inbox-seed.js'

/** Tests start many Inboxes, each of which would make a cluster of its own. */
export default buildInboxSeedIfMissing
