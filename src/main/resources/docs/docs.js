// Starts Swagger UI on this server's own description. Keys are not remembered: they end with the page.
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: 'list',
  requestSnippetsEnabled: true,
  validatorUrl: null,
});
