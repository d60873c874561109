/** Parts of company names, put together at random; every address ends in `.example`, a name reserved for examples. */
const words = (text: string) => text.trim().split(/\s+/)

export const ROOTS = words(`
  Kestrel Brambly Ostrava Larkmoor Tindal Quarrie Halvene Corvane Pellworth Marrowby Solenne Vantry Ellismere Drovane Fenwick
  Ravelin Tamsel Orlund Bexhill Caldren Norvik Serrano Wintrop Hexley Arbory Lunden Maravel Stroud Castellan Verrine Duneholt
  Ambery Kirkvale Zephra Oakhurst Tarrow Belcanto Grenmoor Ilmenau Pravda Sundrel Havelock Novent Rookwood Estrel Mirabel
  Thornby Waverly Callisto Brightmoor Penrose Altamar Hollin Cobalta Rivanna Tressel Yarrow Lindgate Morvane Skyfell`)

export const TRADES: Record<string, string[]> = {
  Logistics: ['Freight', 'Logistics', 'Forwarding', 'Haulage', 'Cargo'],
  Manufacturing: ['Works', 'Components', 'Castings', 'Precision', 'Machine'],
  Insurance: ['Mutual', 'Assurance', 'Underwriters', 'Insurance'],
  Healthcare: ['Clinics', 'Diagnostics', 'Care', 'Medical'],
  Energy: ['Power', 'Grid', 'Energy', 'Renewables'],
  Retail: ['Stores', 'Markets', 'Retail', 'Outfitters'],
  'Financial services': ['Capital', 'Credit', 'Bank', 'Payments'],
  Telecommunications: ['Telecom', 'Networks', 'Mobile'],
  'Professional services': ['Partners', 'Advisory', 'Consulting'],
  Education: ['College', 'Institute', 'Academy'],
  Hospitality: ['Hotels', 'Resorts', 'Catering'],
  Media: ['Studios', 'Press', 'Media'],
}

/** Industries the sample company sells to well, and those it does not. */
export const TARGET_INDUSTRIES = [
  'Logistics',
  'Manufacturing',
  'Insurance',
  'Healthcare',
  'Energy',
  'Retail',
  'Financial services',
  'Telecommunications',
]
export const OTHER_INDUSTRIES = ['Professional services', 'Education', 'Hospitality', 'Media']
