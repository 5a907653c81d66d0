// Starts Swagger UI on this server's own description. Keys are kept only in memory.
SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: 'list',
  requestInterceptor: (request) => {
    // People paste the token alone, as `daybook key create` shows it.
    const key = request.headers.Authorization;
    if (key && !/^basic\s/i.test(key.trim())) {
      request.headers.Authorization = `Basic ${key.trim()}`;
    }
    return request;
  },
  requestSnippetsEnabled: true,
  validatorUrl: null,
});
