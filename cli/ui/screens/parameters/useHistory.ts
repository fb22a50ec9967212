import type { ParameterList } from '../../../workflows/listParameters.ts'
import { type Live, useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'

/** One parameter with every change of it; the same answer wherever it is shown. */
export function useHistory(
  subject: string,
  parameter: string,
  isWanted = true,
): Live<ParameterList> {
  const { readHistory } = useServices()
  const read = () => readHistory(subject, parameter)
  return useLive(['chain', 'history', subject, parameter], read, isWanted)
}
