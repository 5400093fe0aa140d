// What is used of the official SDK. The build bundles it from here, with its licences: as a dependency it would weigh
// more than everything else in this package but the database.
export { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
export { serveStdio } from '@modelcontextprotocol/server/stdio'
export { enum as oneOf, number, object, string } from 'zod'
