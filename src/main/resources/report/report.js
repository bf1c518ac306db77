'use strict';
// Colours of the page through currentColor, so that charts follow light and dark.
const config = {
  background: 'transparent',
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  view: {stroke: null},
  axis: {
    labelColor: 'currentColor', titleColor: 'currentColor', titleFontWeight: 'normal', domainColor: '#8a8f98',
    tickColor: '#8a8f98', gridColor: '#8a8f98', gridOpacity: 0.25, labelFontSize: 11, titleFontSize: 12, titlePadding: 8
  },
  legend: {
    labelColor: 'currentColor', titleColor: 'currentColor', orient: 'bottom', labelFontSize: 12, titleFontSize: 12,
    titleFontWeight: 'normal', titleOrient: 'left', symbolStrokeWidth: 3, symbolOpacity: 1,
    // One below the other: side by side they are cut on a phone.
    layout: {bottom: {direction: 'vertical', anchor: 'start'}}
  }
};
// `ast` interprets expressions instead of compiling them, so that the page needs no permission to evaluate code.
const options = {mode: 'vega-lite', renderer: 'svg', ast: true, actions: false, config};
for (const chart of document.querySelectorAll('[data-spec]')) {
  const spec = JSON.parse(document.getElementById(chart.dataset.spec).textContent);
  vegaEmbed(chart, spec, options).catch(error => {
    chart.classList.add('failed');
    chart.textContent = 'The chart could not be drawn (' + error.message + '); the table below has its figures.';
  });
}
// Paper shows what a screen folds away.
let folded = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not([open]):not(.data)')];
  folded.forEach(details => { details.open = true; });
});
addEventListener('afterprint', () => folded.forEach(details => { details.open = false; }));
