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
    symbolBaseFillColor: 'currentColor',
    // One below the other: side by side they are cut on a phone.
    layout: {bottom: {direction: 'vertical', anchor: 'start'}}
  }
};
// `ast` interprets expressions instead of compiling them, so that the page needs no permission to evaluate code.
const options = {mode: 'vega-lite', renderer: 'svg', ast: true, actions: false};
// A legend has as many columns as the picture has room for.
function fitted(chart) {
  return {...config, legend: {...config.legend, columns: Math.max(2, Math.floor(chart.clientWidth / 105))}};
}
function draw(chart) {
  if (chart.dataset.begun) {
    return;
  }
  chart.dataset.begun = 'yes';
  const spec = JSON.parse(document.getElementById(chart.dataset.spec).textContent);
  vegaEmbed(chart, spec, {...options, config: fitted(chart)}).catch(error => {
    chart.classList.add('failed');
    chart.textContent = 'The chart could not be drawn (' + error.message + '); the table below has its figures.';
  });
}
const charts = [...document.querySelectorAll('[data-spec]')];
// First what is looked at, so that a large report opens at once; then the others, one at a time while nothing else is to be done, so that
// all are there when the page is printed.
const seen = new IntersectionObserver(entries => {
  entries.filter(entry => entry.isIntersecting).forEach(entry => draw(entry.target));
}, {rootMargin: '400px'});
charts.forEach(chart => seen.observe(chart));
const idle = window.requestIdleCallback || (work => setTimeout(work, 50));
function drawOn() {
  const next = charts.find(chart => !chart.dataset.begun);
  if (next) {
    draw(next);
    idle(drawOn);
  }
}
idle(drawOn);
// Paper shows what a screen folds away, but for the licences and tables of many pages.
let folded = [];
addEventListener('beforeprint', () => {
  charts.forEach(draw);
  folded = [...document.querySelectorAll('main details:not([open]):not(.data, .long, footer *)')];
  folded.forEach(details => { details.open = true; });
});
addEventListener('afterprint', () => folded.forEach(details => { details.open = false; }));
