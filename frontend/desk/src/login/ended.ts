/** Why a log-in has ended without the person's doing. */
export type Ended = 'forced' | 'expired'
