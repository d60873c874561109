export const chartCss = ``
