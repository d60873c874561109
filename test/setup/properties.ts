import fc from 'fast-check'

/**
 * Random tests draw the same cases in every run, so that a result tells about the code and not about the draw.
 * PROPERTY_SEED tries others (CONTRIBUTING).
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261129) })
