/** What a proposal is called by the path of its file or folder: its slug. */
export const proposalName = (path: string): string =>
  path
    .replace(/\/+$/, '')
    .replace(/(\/proposal)?\.ya?ml$/, '')
    .replace(/^.*\//, '')
