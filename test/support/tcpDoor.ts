import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A door in front of a port that can be shut, with everybody who is inside, and opened again. */
export interface TcpDoor {
  readonly port: number
  shut(): Promise<void>
  open(): Promise<void>
}

export async function tcpDoor(target: number): Promise<TcpDoor> {
  const inside = new Set<Socket>()
  const server = createServer((visitor) => {
    const beyond = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [visitor, beyond],
      [beyond, visitor],
    ] as const) {
      inside.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        inside.delete(from)
        to.destroy()
      })
    }
  })
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    async shut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of inside) socket.destroy()
      await closed
    },
    open: () => listen(port),
  }
}
