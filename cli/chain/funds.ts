import type { Address } from '../governance/addressBook.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { formatNumber } from '../shared/format.ts'
import type { Chain } from './client.ts'

/** The account cannot pay for its transaction; nothing was sent. */
export class NotEnoughFundsError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(account: Address, amounts?: { readonly balance: bigint; readonly need: bigint }) {
    super(
      amounts === undefined
        ? `${account} has too little ETH for this transaction, the node says.`
        : `${account} has ${formatEther(amounts.balance)}; this transaction may cost ${formatEther(amounts.need)}.`,
      'Nothing was sent. Send ETH to the account, or act with another one: --account.',
    )
  }
}

/** Wei for people: `0.00042 ETH`, cut after a thousandth of a gwei. */
export const formatEther = (wei: bigint): string => `${formatNumber(wei, 18, 12)} ETH`

/**
 * Makes sure that an account can pay the most that a transaction may cost.
 *
 * @param need wei
 * @throws NotEnoughFundsError
 */
export async function requireFunds(chain: Chain, account: Address, need: bigint): Promise<void> {
  const balance = await chain.provider.getBalance(account)
  if (balance < need) throw new NotEnoughFundsError(account, { balance, need })
}
